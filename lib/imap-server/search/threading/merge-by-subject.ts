import { isReplyOrForward } from '#lib/mime/base-subject.ts'
import type { Turns } from '../in-turns.ts'
import { ThreadNode } from './thread-node.ts'

/** Step 5 of REFERENCES: threads whose first messages have the same base subject become one (RFC 5256 §3). */
export async function mergeBySubject(roots: readonly ThreadNode[], turns: Turns): Promise<readonly ThreadNode[]> {
  const bySubject = await subjectTable(roots, turns)
  const threads = new Set(roots)
  await turns.each(roots, (current) => {
    const subject = current.first.baseSubject
    const known = bySubject.get(subject)
    if (subject === '' || !known || known === current) return
    threads.delete(current)
    if (known.isDummy && current.isDummy) for (const child of [...current.children]) known.adopt(child)
    else if (known.isDummy || (isReply(current) && !isReply(known))) known.adopt(current)
    else {
      const dummy = new ThreadNode()
      dummy.adopt(known)
      dummy.adopt(current)
      threads.delete(known)
      threads.add(dummy)
      bySubject.set(subject, dummy)
    }
  })
  return [...threads]
}

/** Step 5.B: for each subject the thread that the others join: a dummy before a message, an original before a reply. */
async function subjectTable(roots: readonly ThreadNode[], turns: Turns): Promise<Map<string, ThreadNode>> {
  const table = new Map<string, ThreadNode>()
  await turns.each(roots, (current) => {
    const subject = current.first.baseSubject
    if (subject === '') return
    const known = table.get(subject)
    const isBetter = known && !known.isDummy && (current.isDummy || (isReply(known) && !isReply(current)))
    if (!known || isBetter) table.set(subject, current)
  })
  return table
}

function isReply({ message }: ThreadNode): boolean {
  return message !== undefined && isReplyOrForward(message.subject)
}
