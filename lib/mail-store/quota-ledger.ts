import { StoreProblem, type QuotaRoot } from './mail-store.ts'

/** Octets promised to messages on their way in, so that deliveries racing each other never pass the limit together. */
export class QuotaLedger {
  #reserved = 0

  /** Promises `size` octets more, or throws StoreProblem 'over-quota'. Whoever reserves releases. */
  reserve(size: number, used: number, limit: number | undefined): void {
    if (limit !== undefined && used + this.#reserved + size > limit) throw new StoreProblem('over-quota')
    this.#reserved += size
  }

  release(size: number): void {
    this.#reserved -= size
  }
}

/** Throws StoreProblem 'over-quota' when `more` messages beside those that there are would be too many. */
export function requireMessageRoom(used: () => number, more: number, limit: number | undefined): void {
  if (limit !== undefined && more > 0 && used() + more > limit) throw new StoreProblem('over-quota')
}

interface Usage {
  readonly used: number
  readonly limit: number | undefined
}

/** The one quota root of an account, without the limits that there are not. */
export function quotaRoot(storage: Usage, messages: Usage): QuotaRoot {
  const shown = ({ used, limit }: Usage): { used: number; limit?: number } => (limit === undefined ? { used } : { used, limit })
  return { name: '', storage: shown(storage), messages: shown(messages) }
}
