import { StoreProblem } from './mail-store.ts'

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
