import type { Words } from '#lib/i18n/words.ts'
import type { MailboxSummary } from '#lib/mail/index-page.ts'
import { mailboxLabel } from '../../mailbox-tree/mailbox-label.ts'
import type { CopyFieldProps } from '../fields/copy-field.tsx'

/** The mailboxes that can take a copy, each with the levels above it: a label alone may stand for several. */
export function copyTargets(words: Words, mailboxes: readonly MailboxSummary[]): CopyFieldProps['mailboxes'] {
  return mailboxes.filter(({ selectable }) => selectable).map((mailbox) => ({ name: mailbox.name, label: mailbox.level === 0 ? mailboxLabel(words, mailbox) : mailbox.name }))
}
