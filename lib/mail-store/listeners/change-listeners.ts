import type { Log } from '#lib/log/log.ts'
import type { MailboxChange } from '../mail-store.ts'

type Listener = (change: MailboxChange) => void

/** Who watches one mailbox. A listener that throws is logged and stops nobody else. */
export class ChangeListeners {
  readonly #listeners = new Set<{ readonly call: Listener; readonly reader: string }>()
  readonly #log: Log | undefined

  constructor(log: Log | undefined) {
    this.#log = log
  }

  /** `reader` is who watches, where it is not the owner. */
  add(call: Listener, reader = ''): () => void {
    const entry = { call, reader }
    this.#listeners.add(entry)
    return () => void this.#listeners.delete(entry)
  }

  /** To everybody, or to one reader alone. */
  tell(change: MailboxChange, reader?: string): void {
    for (const entry of this.#listeners) {
      if (reader !== undefined && entry.reader !== reader) continue
      try {
        entry.call(change)
      } catch (error) {
        this.#log?.error('mailbox-listener-failed', error)
      }
    }
  }
}
