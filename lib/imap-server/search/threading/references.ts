import type { ThreadNumbers } from '#lib/mail-store/numbers/message-numbers.ts'
import type { Turns } from '../in-turns.ts'
import { numberOrder } from '../order/number-order.ts'
import { mergeBySubject } from './merge-by-subject.ts'
import { linkedMessages } from './reference-links.ts'
import { ThreadForest, threadOrder } from './thread-forest.ts'

/** REFERENCES of RFC 5256 §3. */
export async function threadByReferences(numbers: ThreadNumbers, turns: Turns): Promise<string> {
  // Siblings are sorted once for all: steps 4 and 6.
  const forest = new ThreadForest(numbers, await threadOrder(numbers, turns), await linkedMessages(numbers, turns))
  await mergeBySubject(forest, numbers, turns)
  return forest.text(turns)
}

/**
 * REFS of draft-ietf-morg-inthread-01: as REFERENCES, but subjects join nothing, and the threads stand in the order of the message of each that has
 * come last.
 */
export async function threadByRefs(numbers: ThreadNumbers, turns: Turns): Promise<string> {
  const { arrived } = numbers
  const forest = new ThreadForest(numbers, await threadOrder(numbers, turns), await linkedMessages(numbers, turns))
  const [rootOf, order] = [await forest.rootsOfAll(turns), await numberOrder(arrived, turns)]
  // There are at most half as many dummies as messages.
  const [hasEnded, backwards] = [new Uint8Array(2 * order.length), [] as number[]]
  await turns.through(order.length, (start, end) => {
    for (let place = start; place < end; place++) {
      const root = rootOf[order[order.length - 1 - place]!]!
      if (hasEnded[root] === 1) continue
      hasEnded[root] = 1
      backwards.push(root)
    }
  })
  return forest.text(turns, backwards.reverse())
}
