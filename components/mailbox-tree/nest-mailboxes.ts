import type { MailboxSummary } from '#lib/mail/index-page.ts'

/** A mailbox and those that lie in it. */
export interface NestedMailbox {
  readonly mailbox: MailboxSummary
  readonly inside: readonly NestedMailbox[]
}

/** Mailboxes in their order, each in the nearest one before it that is of a higher level; linear in their number. */
export function nestMailboxes(mailboxes: readonly MailboxSummary[]): readonly NestedMailbox[] {
  const top: Growing[] = []
  const above: Growing[] = []
  for (const mailbox of mailboxes) {
    while ((above.at(-1)?.mailbox.level ?? -1) >= mailbox.level) above.pop()
    const nested: Growing = { mailbox, inside: [] }
    ;(above.at(-1)?.inside ?? top).push(nested)
    above.push(nested)
  }
  return top
}

interface Growing {
  readonly mailbox: MailboxSummary
  readonly inside: Growing[]
}
