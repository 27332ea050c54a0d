import { setImmediate as nextTurn } from 'node:timers/promises'

/** After so many milliseconds of work other clients get their turn. */
const TURN = 4

/** Things that are dealt with between two looks at the clock. */
const STRIDE = 256
/** Numbers that are dealt with between two looks at the clock. */
const STRETCH = 1024
/** Items that are sorted at once. */
const RUN = 2048

type Compare<T> = (a: T, b: T) => number

/** Measures how long work has gone on without a break. */
export class Turns {
  readonly #length: number
  #ends: number

  /** `length` in milliseconds. */
  constructor(length = TURN) {
    this.#length = length
    this.#ends = performance.now() + length
  }

  /** Lets everything else in the process run, when a turn has passed since it last could. */
  async next(): Promise<void> {
    if (performance.now() < this.#ends) return
    await nextTurn()
    this.#ends = performance.now() + this.#length
  }

  /** Calls `visit` with each in their order. */
  async each<T>(items: Iterable<T>, visit: (item: T) => void): Promise<void> {
    let count = 0
    for (const item of items) {
      visit(item)
      if (++count % STRIDE === 0) await this.next()
    }
  }

  /** Calls `visit` with each stretch of the numbers from 0 on that are less than `count`; the end is not a part of it. */
  async through(count: number, visit: (start: number, end: number) => void): Promise<void> {
    for (let start = 0; start < count; start += STRETCH) {
      visit(start, Math.min(count, start + STRETCH))
      await this.next()
    }
  }

  /** The items in their order; those that are equal stay as they stood. */
  async sorted<T>(items: readonly T[], compare: Compare<T>): Promise<readonly T[]> {
    await this.next()
    if (items.length <= RUN) return items.toSorted(compare)
    let [from, to] = [[...items], [...items]]
    for (let start = 0; start < from.length; start += RUN) {
      const run = from.slice(start, start + RUN).sort(compare)
      for (let at = 0; at < run.length; at++) from[start + at] = run[at]!
      await this.next()
    }
    for (let size = RUN; size < from.length; size *= 2) {
      for (let start = 0; start < from.length; start += 2 * size) await this.#merge({ from, to, compare }, start, size)
      ;[from, to] = [to, from]
    }
    return from
  }

  /** Writes two neighbouring runs of at most `size` sorted items as one. */
  async #merge<T>({ from, to, compare }: { readonly from: readonly T[]; readonly to: T[]; readonly compare: Compare<T> }, start: number, size: number): Promise<void> {
    const [middle, end] = [Math.min(start + size, from.length), Math.min(start + 2 * size, from.length)]
    let [left, right] = [start, middle]
    for (let pause = start; pause < end; ) {
      const at = pause
      pause = Math.min(end, at + RUN)
      for (let place = at; place < pause; place++) to[place] = right >= end || (left < middle && compare(from[left]!, from[right]!) <= 0) ? from[left++]! : from[right++]!
      await this.next()
    }
  }
}

/** The same batches; lets everything else in the process run whenever they have taken 4 ms. */
export async function* inTurns<T>(batches: AsyncIterable<T>): AsyncGenerator<T> {
  const turns = new Turns()
  for await (const batch of batches) {
    yield batch
    await turns.next()
  }
}
