import type { MailboxSummary } from '#lib/mail/index-page.ts'

const FIRST = ['\\Inbox', '\\Drafts', '\\Sent', '\\Archive', '\\Junk', '\\Trash']

/**
 * The lines of the tree as people look for them: the Inbox and the mailboxes with a special use first, then the others
 * by name, those that are shared last; what lies inside a mailbox stays below it.
 */
export function orderTree(mailboxes: readonly MailboxSummary[]): readonly MailboxSummary[] {
  const branches: MailboxSummary[][] = []
  for (const mailbox of mailboxes) {
    const branch = branches.at(-1)
    if (mailbox.level === 0 || !branch) branches.push([mailbox])
    else branch.push(mailbox)
  }
  const rank = ([root]: readonly MailboxSummary[]): number => {
    if (root?.shared) return FIRST.length + 1
    const place = FIRST.indexOf(root?.specialUse ?? '')
    return place === -1 ? FIRST.length : place
  }
  return branches.sort((left, right) => rank(left) - rank(right)).flat()
}
