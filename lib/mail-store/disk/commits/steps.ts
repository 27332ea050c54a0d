import { setImmediate as nextTurn } from 'node:timers/promises'

/** Work that yields wherever others may have their turn. */
export type Steps<T> = Generator<void, T>

/** How work that takes long is shared out. */
export interface Turns {
  /** Milliseconds that it takes before others have their turn. */
  readonly length: number
  /** Resolves when the others have had theirs. */
  others(): Promise<unknown>
}

/** Nobody notices a wait of 4 milliseconds. */
export const TURNS: Turns = { length: 4, others: () => nextTurn() }

/** What the work returns, with nobody having a turn in between. */
export function finish<T>(steps: Steps<T>): T {
  let step = steps.next()
  while (!step.done) step = steps.next()
  return step.value
}

/** What the work returns; others have their turn whenever it has taken so many milliseconds. What it reads may change in between. */
export async function inTurns<T>(steps: Steps<T>, { length, others } = TURNS): Promise<T> {
  let ends = performance.now() + length
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value
    if (performance.now() < ends) continue
    await others()
    ends = performance.now() + length
  }
}
