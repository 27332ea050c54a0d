import type { DirectoryFailureKind } from './directory-failure.ts'

/** What says that nobody is there, whatever is asked. */
const OUTAGES: ReadonlySet<DirectoryFailureKind> = new Set(['unreachable', 'unknown-host', 'certificate'])
/** One question may be slow; several in a row are a server that hangs. */
const SLOW_IN_A_ROW = 2
const REST_MS = 30_000

/** Leaves a directory that is down alone for half a minute: whoever asks meanwhile is told at once. Then one asks again, and the others go on resting until that one knows. */
export class Breaker {
  readonly #now: () => number
  #rest: { readonly kind: DirectoryFailureKind; until: number } | undefined
  #slow = 0

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** Why nobody need ask now; undefined for whoever is to try. */
  admit(): DirectoryFailureKind | undefined {
    if (!this.#rest) return undefined
    if (this.#now() < this.#rest.until) return this.#rest.kind
    this.#rest.until = this.#now() + REST_MS
    return undefined
  }

  /** What became of a question. */
  hear(kind: DirectoryFailureKind | undefined): void {
    this.#slow = kind === 'timeout' ? this.#slow + 1 : 0
    if (kind !== undefined && (OUTAGES.has(kind) || this.#slow >= SLOW_IN_A_ROW)) this.#rest = { kind, until: this.#now() + REST_MS }
    else if (kind !== 'timeout') this.#rest = undefined
  }
}
