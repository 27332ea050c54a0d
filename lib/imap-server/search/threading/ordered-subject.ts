import { REPLY, type ThreadNumbers } from '#lib/mail-store/numbers/message-numbers.ts'
import type { Turns } from '../in-turns.ts'
import { NONE, ThreadForest, threadOrder } from './thread-forest.ts'

/** ORDEREDSUBJECT of RFC 5256 §3: one thread for each base subject, its first message above all others. */
export async function threadBySubject(numbers: ThreadNumbers, turns: Turns): Promise<string> {
  const order = await threadOrder(numbers, turns)
  const firsts = new Int32Array(numbers.subjectCount + 1).fill(NONE)
  const above = new Int32Array(order.length).fill(NONE)
  await turns.through(order.length, (start, end) => {
    for (let place = start; place < end; place++) {
      const message = order[place]!
      const subject = numbers.subjects[message]! % REPLY
      above[message] = firsts[subject]!
      if (firsts[subject] === NONE) firsts[subject] = message
    }
  })
  return new ThreadForest(numbers, order, { above, dummies: 0 }).text(turns)
}
