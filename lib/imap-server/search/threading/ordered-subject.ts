import { REPLY, type ThreadNumbers } from '#lib/mail-store/numbers/message-numbers.ts'
import type { Turns } from '../in-turns.ts'
import { NONE, ThreadForest, threadOrder } from './thread-forest.ts'

/** ORDEREDSUBJECT of RFC 5256 §3: one thread for each base subject, its first message above all others. */
export async function threadBySubject(numbers: ThreadNumbers, turns: Turns): Promise<string> {
  const order = await threadOrder(numbers, turns)
  const firsts = new Map<number, number>()
  const above = new Int32Array(order.length).fill(NONE)
  await turns.through(order.length, (start, end) => {
    for (let place = start; place < end; place++) {
      const message = order[place]!
      const subject = numbers.subjects[message]! % REPLY
      const first = firsts.get(subject)
      if (first === undefined) firsts.set(subject, message)
      else above[message] = first
    }
  })
  return new ThreadForest(numbers, order, { above, dummies: 0 }).text(turns)
}
