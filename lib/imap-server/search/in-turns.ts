import { setImmediate as nextTurn } from 'node:timers/promises'

/** After so many milliseconds of work other clients get their turn. */
const TURN = 10

/** The same batches; lets everything else in the process run whenever they have taken 10 ms. */
export async function* inTurns<T>(batches: AsyncIterable<T>): AsyncGenerator<T> {
  let ends = performance.now() + TURN
  for await (const batch of batches) {
    yield batch
    if (performance.now() < ends) continue
    await nextTurn()
    ends = performance.now() + TURN
  }
}
