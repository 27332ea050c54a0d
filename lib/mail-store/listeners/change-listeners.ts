import type { Log } from '#lib/log/log.ts'
import type { MailboxChange } from '../mail-store.ts'

type Listener = (change: MailboxChange) => void

/** Who watches one mailbox. A listener that throws is logged and stops nobody else. */
export class ChangeListeners {
  readonly #listeners = new Set<{ readonly call: Listener }>()
  readonly #log: Log | undefined

  constructor(log: Log | undefined) {
    this.#log = log
  }

  add(call: Listener): () => void {
    const entry = { call }
    this.#listeners.add(entry)
    return () => void this.#listeners.delete(entry)
  }

  tell(change: MailboxChange): void {
    for (const entry of this.#listeners) {
      try {
        entry.call(change)
      } catch (error) {
        this.#log?.error('mailbox-listener-failed', error)
      }
    }
  }
}
