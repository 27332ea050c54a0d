import type { ThreadNumbers } from '#lib/mail-store/numbers/message-numbers.ts'
import type { Turns } from '../in-turns.ts'
import { NONE } from './thread-forest.ts'

/** Steps upwards that a search for loops takes: deeper threads are not joined, and a hostile one costs little. */
const CLIMB_LIMIT = 10_000

/** Steps 1 to 3 of REFERENCES (RFC 5256 §3) for all messages: what each stands below, for ThreadForest, and how many dummies there are. */
export async function linkedMessages(numbers: ThreadNumbers, turns: Turns): Promise<{ readonly above: Int32Array; readonly dummies: number }> {
  const links = new ReferenceLinks(numbers)
  // Step 1.
  await turns.through(numbers.uids.length, (start, end) => {
    for (let at = start; at < end; at++) links.add(at)
  })
  return links.pruned(turns)
}

/** Parents and children by Message-ID. A node stands for each id, whose message may be missing, and for each message without an id of its own. */
class ReferenceLinks {
  readonly #numbers: ThreadNumbers
  /** The node of each message, and the message of each node. */
  readonly #nodes: Int32Array
  readonly #messages: Int32Array
  readonly #parents: Int32Array
  readonly #children: Int32Array
  #next: number

  constructor(numbers: ThreadNumbers) {
    const [count, size] = [numbers.uids.length, numbers.uids.length + numbers.idCount + 1]
    this.#numbers = numbers
    this.#nodes = new Int32Array(count)
    this.#messages = new Int32Array(size).fill(NONE)
    this.#parents = new Int32Array(size).fill(NONE)
    this.#children = new Int32Array(size)
    this.#next = numbers.idCount + 1
  }

  add(message: number): void {
    const node = this.#place(message)
    const { references, ends } = this.#numbers
    let parent = NONE
    for (let at = message === 0 ? 0 : ends[message - 1]!; at < ends[message]!; at++) {
      const next = references[at]!
      // Step 1.A: a parent that is known already stays.
      if (parent !== NONE && this.#parents[next] === NONE && !this.#isAbove(next, parent)) this.#adopt(parent, next)
      parent = next
    }
    // Step 1.B: the last reference is the parent, whatever was thought before.
    this.#leave(node)
    if (parent !== NONE && !this.#isAbove(node, parent)) this.#adopt(parent, node)
  }

  /** Step 3: dummies go, and their children take their place; at the top a dummy stays above several. */
  async pruned(turns: Turns): Promise<{ readonly above: Int32Array; readonly dummies: number }> {
    const count = this.#nodes.length
    const above = new Int32Array(count)
    const below = new Int32Array(this.#parents.length)
    await turns.through(count, (start, end) => {
      for (let message = start; message < end; message++) {
        const node = this.#nearest(this.#nodes[message]!)
        above[message] = node
        if (node !== NONE) below[node]!++
      }
    })
    const places = new Int32Array(this.#parents.length).fill(NONE)
    let dummies = 0
    await turns.through(count, (start, end) => {
      for (let message = start; message < end; message++) {
        const node = above[message]!
        if (node === NONE) continue
        const other = this.#messages[node]!
        if (other === NONE && below[node]! > 1 && places[node] === NONE) places[node] = count + dummies++
        above[message] = other === NONE ? places[node]! : other
      }
    })
    return { above, dummies }
  }

  /** The node under the message's id; a second message of that id has none. */
  #place(message: number): number {
    const id = this.#numbers.ids[message]!
    const node = id === 0 || this.#messages[id] !== NONE ? this.#next++ : id
    this.#messages[node] = message
    this.#nodes[message] = node
    return node
  }

  #adopt(parent: number, node: number): void {
    this.#parents[node] = parent
    this.#children[parent]!++
  }

  #leave(node: number): void {
    const parent = this.#parents[node]!
    if (parent !== NONE) this.#children[parent]!--
    this.#parents[node] = NONE
  }

  /** True when `node` is `below` or stands above it, or nobody can tell in time: linking them would make a loop. */
  #isAbove(node: number, below: number): boolean {
    if (node === below) return true
    if (this.#children[node] === 0) return false
    let steps = 0
    for (let at = this.#parents[below]!; at !== NONE; at = this.#parents[at]!) if (at === node || ++steps > CLIMB_LIMIT) return true
    return false
  }

  /** The message that the node stands below, else the topmost dummy. All dummies in between are put right below that. */
  #nearest(node: number): number {
    let found = this.#parents[node]!
    while (found !== NONE && this.#messages[found] === NONE && this.#parents[found] !== NONE) found = this.#parents[found]!
    for (let at = this.#parents[node]!; at !== found; ) {
      const next = this.#parents[at]!
      this.#parents[at] = found
      at = next
    }
    return found
  }
}
