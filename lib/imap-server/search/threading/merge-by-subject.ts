import { REPLY, type ThreadNumbers } from '#lib/mail-store/numbers/message-numbers.ts'
import type { Turns } from '../in-turns.ts'
import { NONE, type ThreadForest } from './thread-forest.ts'

/** Step 5 of REFERENCES: threads whose first messages have the same base subject become one (RFC 5256 §3). */
export async function mergeBySubject(forest: ThreadForest, { subjects, subjectCount }: ThreadNumbers, turns: Turns): Promise<void> {
  const isReply = (node: number): boolean => !forest.isDummy(node) && subjects[node]! >= REPLY
  const [roots, ofRoots, table] = [[] as number[], [] as number[], new Int32Array(subjectCount + 1).fill(NONE)]
  // Step 5.B: for each subject the thread that the others join: a dummy before a message, an original before a reply.
  await forest.eachThread(turns, (root, first) => {
    const subject = subjects[first]! % REPLY
    if (subject === 0) return
    roots.push(root)
    ofRoots.push(subject)
    const known = table[subject]!
    if (known === NONE || (!forest.isDummy(known) && (forest.isDummy(root) || (isReply(known) && !isReply(root))))) table[subject] = root
  })
  const join = (current: number, subject: number): void => {
    const known = table[subject]!
    if (known === current) return
    if (forest.isDummy(known) || (isReply(current) && !isReply(known))) return forest.put(current, known)
    const dummy = forest.addDummy()
    forest.put(known, dummy)
    forest.put(current, dummy)
    table[subject] = dummy
  }
  await turns.through(roots.length, (start, end) => {
    for (let at = start; at < end; at++) join(roots[at]!, ofRoots[at]!)
  })
}
