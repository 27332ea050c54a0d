import type { Uid } from '#lib/mail/uid.ts'

/** UIDs of one row of `seen`. */
export const STRETCH = 4096

/** Runs that one row has at most for the sake of their modSeqs: beyond it the oldest neighbours share the latest of theirs. */
const RUN_LIMIT = 64

/** What somebody has seen of one message, and when that changed last; 0 when it never has. */
export interface Sight {
  readonly seen: boolean
  readonly modSeq: number
}

export function stretchOf(uid: Uid): number {
  return Math.floor(uid / STRETCH)
}

/** The runs that the text of a stretch names, ascending. */
export function readStretch(text: string): readonly Run[] {
  if (text === '') return []
  return text.split(' ').map((run) => {
    const [dash, colon] = [run.indexOf('-'), run.indexOf(':')]
    return { first: Number(run.slice(0, dash)), last: Number(run.slice(dash + 1, colon)), state: Number(run.slice(colon + 1)) }
  })
}

/**
 * What one reader has seen of a stretch of UIDs. As text it is `first-last:state …`, in UIDs counted from the beginning of the stretch; `state` is
 * twice the modSeq of the last change, and one more where the messages are seen. What is not named is unseen and has never changed.
 */
export class SeenStretch {
  readonly #states = new Float64Array(STRETCH)

  constructor(text = '') {
    for (const { first, last, state } of readStretch(text)) this.#states.fill(state, first, last + 1)
  }

  at(uid: Uid): Sight {
    const state = this.#states[uid % STRETCH] as number
    return { seen: state % 2 === 1, modSeq: Math.floor(state / 2) }
  }

  set(uid: Uid, { seen, modSeq }: Sight): void {
    this.#states[uid % STRETCH] = 2 * modSeq + (seen ? 1 : 0)
  }

  /** Places in the stretch that have changed at a greater modSeq. */
  changedSince(modSeq: number): readonly number[] {
    const changed: number[] = []
    for (let at = 0; at < STRETCH; at++) if ((this.#states[at] as number) >= 2 * modSeq + 2) changed.push(at)
    return changed
  }

  get modSeq(): number {
    let most = 0
    for (const state of this.#states) if (state > most) most = state
    return Math.floor(most / 2)
  }

  toString(): string {
    const runs = this.#runs()
    if (runs.length > RUN_LIMIT) this.#forgetOldest(runs)
    return (runs.length > RUN_LIMIT ? this.#runs() : runs).map(({ first, last, state }) => `${first}-${last}:${state}`).join(' ')
  }

  #runs(): readonly Run[] {
    const runs: Run[] = []
    // Counted by hand: this is done for each message that somebody reads.
    for (let first = 0; first < STRETCH; ) {
      const state = this.#states[first] as number
      let next = first + 1
      while (next < STRETCH && this.#states[next] === state) next++
      if (state !== 0) runs.push({ first, last: next - 1, state })
      first = next
    }
    return runs
  }

  /** Neighbours that are alike get the latest modSeq of them, unless it is among the latest half that are allowed: a modSeq may grow (RFC 7162 §3.1). */
  #forgetOldest(runs: readonly Run[]): void {
    const latest = runs.map(({ state }) => state).sort((a, b) => b - a)[RUN_LIMIT / 2] as number
    const isOld = ({ state }: Run): boolean => state <= latest
    for (let from = 0; from < runs.length; ) {
      let to = from
      while (isOld(runs[from] as Run) && to + 1 < runs.length && isNext(runs[to] as Run, runs[to + 1] as Run) && isOld(runs[to + 1] as Run)) to++
      const alike = runs.slice(from, to + 1)
      this.#states.fill(Math.max(...alike.map(({ state }) => state)), alike[0]?.first, (alike.at(-1)?.last as number) + 1)
      from = to + 1
    }
  }
}

/** Places from the beginning of a stretch, both included. */
interface Run {
  readonly first: number
  readonly last: number
  readonly state: number
}

function isNext(one: Run, other: Run): boolean {
  return other.first === one.last + 1 && other.state % 2 === one.state % 2
}
