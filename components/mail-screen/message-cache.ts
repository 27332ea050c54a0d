import type { MessageView } from '#lib/mail/message-view.ts'

/** How many messages wait, and how long one that was fetched ahead is still good. */
const MOST = 40
const FRESH_MS = 120_000

interface Kept {
  readonly at: number
  readonly message: Promise<MessageView>
}

/** Messages that were fetched before anybody opened them; in this page's memory only, gone with it. */
export class MessageCache {
  readonly #kept = new Map<string, Kept>()
  readonly #now: () => number
  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /** The message under that key, fetched at most once while it is fresh; a failure is not kept. */
  get(key: string, fetch: () => Promise<MessageView>): Promise<MessageView> {
    const kept = this.#kept.get(key)
    if (kept && this.#now() - kept.at < FRESH_MS) return kept.message
    const message = fetch()
    this.#kept.set(key, { at: this.#now(), message })
    message.catch(() => this.#kept.delete(key))
    const oldest = this.#kept.keys().next()
    if (this.#kept.size > MOST && !oldest.done) this.#kept.delete(oldest.value)
    return message
  }

  /** After a change the copies may say something wrong. */
  clear(): void {
    this.#kept.clear()
  }
}
