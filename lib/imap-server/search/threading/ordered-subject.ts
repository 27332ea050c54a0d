import type { Mailbox } from '#lib/mail-store/mail-store.ts'
import type { Uid } from '#lib/mail/uid.ts'
import { inTurns, Turns } from '../in-turns.ts'
import { byDate, sortedByDate, threaded, ThreadNode, type ThreadedMessage } from './thread-node.ts'

/** ORDEREDSUBJECT of RFC 5256 §3: one thread for each base subject, its first message above all others. */
export async function threadBySubject(mailbox: Pick<Mailbox, 'fields'>, uids: readonly Uid[], turns = new Turns()): Promise<readonly ThreadNode[]> {
  const bySubject = new Map<string, ThreadedMessage[]>()
  for await (const batch of inTurns(mailbox.fields(uids, ['internalDate', 'sentDate', 'baseSubject']))) {
    for (const message of batch.map(threaded)) {
      const thread = bySubject.get(message.baseSubject)
      if (thread) thread.push(message)
      else bySubject.set(message.baseSubject, [message])
    }
  }
  await turns.each(bySubject.values(), (messages) => messages.sort(byDate))
  const threads: ThreadNode[] = []
  await turns.each(await sortedByDate([...bySubject.values()], ([first]) => first!, turns), ([first, ...rest]) => {
    const root = new ThreadNode(first)
    for (const message of rest) root.adopt(new ThreadNode(message))
    threads.push(root)
  })
  return threads
}
