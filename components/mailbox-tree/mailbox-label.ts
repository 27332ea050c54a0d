import type { Words } from '#lib/i18n/words.ts'
import type { MailboxSummary } from '#lib/mail/index-page.ts'

/** What people call the mailbox: the server's INBOX is the Inbox, everything else has its own name. */
export function mailboxLabel(words: Words, mailbox: Pick<MailboxSummary, 'label' | 'specialUse' | 'name'>): string {
  return mailbox.specialUse === '\\Inbox' || mailbox.name === 'INBOX' ? words.mailboxes.special['\\Inbox'] : mailbox.label
}

/** The label of the mailbox of that name, whether or not the tree knows it. */
export function labelOf(words: Words, mailboxes: readonly MailboxSummary[], name: string): string {
  const known = mailboxes.find((mailbox) => mailbox.name === name)
  return mailboxLabel(words, known ?? { name, label: name.split('/').at(-1) ?? name })
}
