import type { Words } from '#lib/i18n/words.ts'
import type { MailboxSummary } from '#lib/mail/index-page.ts'
import { DEFAULT_NAMES } from '#lib/mail/special-use.ts'

/** What people call the mailbox: special ones in the reader's language where nobody chose another name, all others by their own. */
export function mailboxLabel(words: Words, { name, label, specialUse }: Pick<MailboxSummary, 'label' | 'specialUse' | 'name'>): string {
  if (name === 'INBOX' || specialUse === '\\Inbox') return words.mailboxes.special['\\Inbox']
  return specialUse !== undefined && DEFAULT_NAMES[specialUse] === label ? words.mailboxes.special[specialUse] : label
}

/** The label of the mailbox of that name, whether or not the tree knows it. */
export function labelOf(words: Words, mailboxes: readonly MailboxSummary[], name: string): string {
  const known = mailboxes.find((mailbox) => mailbox.name === name)
  return mailboxLabel(words, known ?? { name, label: name.split('/').at(-1) ?? name })
}
