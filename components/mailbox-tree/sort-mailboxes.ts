import type { MailboxSummary } from '#lib/mail/index-page.ts'
import { nestMailboxes, type NestedMailbox } from './nest-mailboxes.ts'

type Compare = (a: string, b: string) => number

/** Mailboxes as a reader looks for them: those beside each other by `compare`, after the special ones, which keep their order. */
export function sortMailboxes(mailboxes: readonly MailboxSummary[], compare: Compare): readonly MailboxSummary[] {
  return flatten(nestMailboxes(mailboxes), compare)
}

function flatten(nested: readonly NestedMailbox[], compare: Compare): readonly MailboxSummary[] {
  const isSpecial = ({ mailbox }: NestedMailbox): boolean => mailbox.specialUse !== undefined
  const others = nested.filter((each) => !isSpecial(each)).toSorted((a, b) => compare(a.mailbox.label, b.mailbox.label))
  return [...nested.filter(isSpecial), ...others].flatMap(({ mailbox, inside }) => [mailbox, ...flatten(inside, compare)])
}
