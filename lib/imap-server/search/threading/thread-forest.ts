import type { ThreadNumbers } from '#lib/mail-store/numbers/message-numbers.ts'
import type { Turns } from '../in-turns.ts'
import { numberOrder } from '../order/number-order.ts'
import { ThreadText } from './thread-text.ts'

/** No other. */
export const NONE = -1

/** Branches that are written between two looks at the clock. */
const STRIDE = 256

/**
 * Messages in their threads, by their places in `numbers`. Dummies, which stand for messages that were not found, are the numbers behind these; there
 * are some at the top only (RFC 5256 §3). Siblings are in the order of `order`.
 */
export class ThreadForest {
  readonly #uids: Uint32Array
  readonly #order: Uint32Array
  /** What each message stands below; of a dummy, the one that all below it have gone to. */
  readonly #above: Int32Array
  readonly #firstChildren: Int32Array
  readonly #nextSiblings: Int32Array
  #next: number

  /** `above`: what each message stands below, of so many dummies or other messages; NONE for those at the top. */
  constructor({ uids }: ThreadNumbers, order: Uint32Array, { above, dummies }: { readonly above: Int32Array; readonly dummies: number }) {
    // A dummy has two messages below it, and each message at the top gets at most one above it.
    const size = 2 * uids.length + dummies
    this.#uids = uids
    this.#order = order
    this.#above = new Int32Array(size).fill(NONE)
    this.#above.set(above)
    this.#firstChildren = new Int32Array(size).fill(NONE)
    this.#nextSiblings = new Int32Array(uids.length).fill(NONE)
    this.#next = uids.length + dummies
  }

  isDummy(node: number): boolean {
    return node >= this.#uids.length
  }

  addDummy(): number {
    return this.#next++
  }

  /** The message at the top, or the dummy with all that is below it, goes below that one; of a dummy only what is below it. */
  put(node: number, above: number): void {
    this.#above[node] = above
  }

  /** Calls with each thread in their order, and with the first message of each. */
  async eachThread(turns: Turns, visit: (root: number, first: number) => void): Promise<void> {
    const visited = new Uint8Array(this.#above.length)
    await turns.through(this.#order.length, (start, end) => {
      for (let place = start; place < end; place++) {
        const message = this.#order[place]!
        const above = this.#aboveOf(message)
        if (above !== NONE && (!this.isDummy(above) || visited[above] === 1)) continue
        if (above !== NONE) visited[above] = 1
        visit(above === NONE ? message : above, message)
      }
    })
  }

  /** The thread of each message. */
  async rootsOfAll(turns: Turns): Promise<Int32Array> {
    const roots = new Int32Array(this.#above.length).fill(NONE)
    await turns.through(this.#uids.length, (start, end) => {
      for (let message = start; message < end; message++) {
        let root = message
        for (let above = this.#aboveOf(root); above !== NONE && roots[root] === NONE; above = this.#aboveOf(root)) root = above
        if (roots[root] !== NONE) root = roots[root]!
        for (let at = message; at !== root && roots[at] === NONE; at = this.#aboveOf(at)) roots[at] = root
        roots[root] = root
      }
    })
    return roots.subarray(0, this.#uids.length)
  }

  /** `1*thread-list` (RFC 5256 §5), '' for none; the threads in their order unless another one is given. */
  async text(turns: Turns, roots?: readonly number[]): Promise<string> {
    await this.#join(turns)
    let written = roots
    if (!written) {
      const all: number[] = []
      await this.eachThread(turns, (root) => all.push(root))
      written = all
    }
    const text = new ThreadText(this.#next)
    for (let at = 0; at < written.length; at++) {
      const writing = this.#write(written[at]!, text, turns)
      if (writing) await writing
      if (at % STRIDE === 0) await turns.next()
    }
    return text.toString()
  }

  #aboveOf(message: number): number {
    const above = this.#above[message]!
    if (above === NONE || !this.isDummy(above)) return above
    return this.#above[above] === NONE ? above : this.#above[above]!
  }

  async #join(turns: Turns): Promise<void> {
    const last = this.#order.length - 1
    this.#firstChildren.fill(NONE)
    await turns.through(this.#order.length, (start, end) => {
      for (let place = start; place < end; place++) {
        const message = this.#order[last - place]!
        const above = this.#aboveOf(message)
        if (above === NONE) continue
        this.#nextSiblings[message] = this.#firstChildren[above]!
        this.#firstChildren[above] = message
      }
    })
  }

  /** Without recursion: a thread may be as deep as a mailbox is long. */
  #write(root: number, text: ThreadText, turns: Turns): Promise<void> | undefined {
    // Most messages stand alone.
    if (this.#firstChildren[root] !== NONE) return this.#writeThread(root, text, turns)
    text.open()
    text.number(this.#uids[root]!)
    text.close()
    return undefined
  }

  async #writeThread(root: number, text: ThreadText, turns: Turns): Promise<void> {
    let count = 0
    const waiting: number[] = [root]
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (next === NONE) {
        text.close()
        continue
      }
      if (++count % STRIDE === 0) await turns.next()
      text.open()
      const last = this.#writeChain(next, text)
      waiting.push(NONE)
      if (this.#firstChildren[last] !== NONE) this.#pushChildren(this.#firstChildren[last]!, waiting)
    }
  }

  /** Each message that has one below it and no other; the one where that ends. */
  #writeChain(first: number, text: ThreadText): number {
    for (let node = first; ; ) {
      const child = this.#firstChildren[node]!
      if (!this.isDummy(node)) {
        text.number(this.#uids[node]!)
        if (child !== NONE) text.blank()
      }
      if (child === NONE || this.#nextSiblings[child] !== NONE) return node
      node = child
    }
  }

  /** The first child of them comes off first. */
  #pushChildren(first: number, waiting: number[]): void {
    const start = waiting.length
    for (let child = first; child !== NONE; child = this.#nextSiblings[child]!) waiting.push(child)
    for (let [left, right] = [start, waiting.length - 1]; left < right; left++, right--) [waiting[left], waiting[right]] = [waiting[right]!, waiting[left]!]
  }
}

/** The messages in the order of RFC 5256 §2.2: by date, then as they stand in the mailbox. */
export function threadOrder({ dates }: ThreadNumbers, turns: Turns): Promise<Uint32Array> {
  return numberOrder(dates, turns)
}
