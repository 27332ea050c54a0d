import { reduceMail, type MailEvent, type MailState } from './mail-state.ts'

/** The mail screen's state for as long as the page lives; each event is applied before `dispatch` returns. */
export class MailStore {
  #state: MailState
  readonly #listeners = new Set<() => void>()
  constructor(initial: MailState) {
    this.#state = initial
  }

  readonly state = (): MailState => this.#state

  readonly dispatch = (event: MailEvent): void => {
    const next = reduceMail(this.#state, event)
    if (next === this.#state) return
    this.#state = next
    for (const listener of this.#listeners) listener()
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
