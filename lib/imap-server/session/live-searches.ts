import type { Uid } from '#lib/mail/uid.ts'
import type { LiveSearch } from './live-search.ts'

/** Results that one client has kept up to date at once; each costs a search at every change (RFC 5267 §4.3.1). */
const LIMIT = 16

/** The live results of a selected mailbox. */
export class LiveSearches {
  readonly #searches = new Map<string, LiveSearch>()

  has(tag: string): boolean {
    return this.#searches.has(tag)
  }

  /** False when there are too many already. */
  add(search: LiveSearch): boolean {
    if (this.#searches.size >= LIMIT) return false
    this.#searches.set(search.command.tag, search)
    return true
  }

  cancel(tag: string): void {
    this.#searches.delete(tag)
  }

  clear(): void {
    this.#searches.clear()
  }

  /** What the client hears before these messages are expunged: their numbers are still right (RFC 5267 §4.3.4). */
  departures(uids: readonly Uid[]): string {
    if (uids.length === 0) return ''
    return [...this.#searches.values()].map((search) => search.remove(uids)).join('')
  }

  /** What the client hears after it has been told of these messages, in ascending order. */
  async updates(uids: readonly Uid[]): Promise<string> {
    let lines = ''
    if (uids.length > 0) for (const search of [...this.#searches.values()]) lines += await search.update(uids)
    return lines
  }
}
