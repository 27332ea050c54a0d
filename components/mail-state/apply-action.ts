import type { IndexPage, MailboxSummary, MessageAction, MessageSummary } from '#lib/mail/index-page.ts'

/*
 * What an action will have done, shown before the server says so. The server's answer, or the next event from it,
 * has the last word.
 */

const REMOVES: readonly MessageAction[] = ['delete', 'move', 'archive', 'junk']

/** True for an action that takes messages out of the mailbox they are in. */
export function removes(action: MessageAction): boolean {
  return REMOVES.includes(action)
}

/** The page of the index after the action on these messages. */
export function applyToIndex(index: IndexPage, action: MessageAction, ids: readonly string[]): IndexPage {
  const affected = new Set(ids)
  const unseen = Math.max(0, index.unseen + unseenChange(index, action, ids))
  if (removes(action)) {
    const messages = index.messages.filter(({ id }) => !affected.has(id))
    return { ...index, messages, unseen, total: Math.max(messages.length, index.total - (index.messages.length - messages.length)) }
  }
  return { ...index, unseen, messages: index.messages.map((message) => (affected.has(message.id) ? withFlags(message, action) : message)) }
}

/** The open message after the action. */
export function applyToMessage<M extends MessageSummary>(message: M, action: MessageAction, ids: readonly string[]): M {
  return ids.includes(message.id) ? withFlags(message, action) : message
}

/** The tree after the action on messages of this page. */
export function applyToTree(mailboxes: readonly MailboxSummary[], index: IndexPage, action: MessageAction, ids: readonly string[]): readonly MailboxSummary[] {
  const change = unseenChange(index, action, ids)
  if (change === 0) return mailboxes
  return mailboxes.map((mailbox) =>
    mailbox.name === index.mailbox && mailbox.unseen !== undefined ? { ...mailbox, unseen: Math.max(0, mailbox.unseen + change) } : mailbox,
  )
}

/** By how much the count of unseen messages in this mailbox changes. */
function unseenChange({ messages }: IndexPage, action: MessageAction, ids: readonly string[]): number {
  const affected = messages.filter(({ id }) => ids.includes(id))
  if (action === 'mark-unseen') return affected.filter(({ seen }) => seen).length
  if (action === 'mark-seen' || removes(action)) return -affected.filter(({ seen }) => !seen).length
  return 0
}

function withFlags<M extends MessageSummary>(message: M, action: MessageAction): M {
  switch (action) {
    case 'mark-seen': return { ...message, seen: true }
    case 'mark-unseen': return { ...message, seen: false }
    case 'flag': return { ...message, flagged: true }
    case 'unflag': return { ...message, flagged: false }
    default: return message
  }
}
