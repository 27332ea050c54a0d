import { setImmediate as nextTurn } from 'node:timers/promises'

/** After so many milliseconds of work other clients get their turn. */
const TURN = 10

/** Measures how long work has gone on without a break. */
export class Turns {
  #ends = performance.now() + TURN

  /** Lets everything else in the process run, when 10 ms have passed since it last could. */
  async next(): Promise<void> {
    if (performance.now() < this.#ends) return
    await nextTurn()
    this.#ends = performance.now() + TURN
  }
}

/** The same batches; lets everything else in the process run whenever they have taken 10 ms. */
export async function* inTurns<T>(batches: AsyncIterable<T>): AsyncGenerator<T> {
  const turns = new Turns()
  for await (const batch of batches) {
    yield batch
    await turns.next()
  }
}
