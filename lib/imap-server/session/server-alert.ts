/** What every client is told once (RFC 3501 §7.1, ALERT), and again when it changes; and what those of one account alone are told. */
export class ServerAlert {
  #text = ''
  #serial = 0
  #own: ReadonlyMap<string, readonly string[]> = new Map()

  /** Grows with each change, so that a session knows whether it has told this one. */
  get serial(): number {
    return this.#serial
  }

  /** As it may stand in a response; '' when there is nothing to tell. */
  get text(): string {
    return this.#text
  }

  /** '' takes it back. */
  set(text: string): void {
    this.#text = asResponseText(text)
    this.#serial++
  }

  /** Lines that the clients of that account alone are told, as they may stand in a response. */
  ownOf(account: string): readonly string[] {
    return this.#own.get(account) ?? NONE
  }

  /** Each a line for an account; in the place of all that were there. */
  setOwn(lines: readonly (readonly [account: string, text: string])[]): void {
    const byAccount = Map.groupBy(lines, ([account]) => account)
    this.#own = new Map([...byAccount].map(([account, own]) => [account, own.map(([, text]) => asResponseText(text))]))
  }
}

const NONE: readonly string[] = []

/** Outside ASCII a response says nothing to a client of RFC 3501: accents go, other letters become "?". */
function asResponseText(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}+/gu, '').replaceAll(/[‘’]/g, "'").replaceAll(/[“”]/g, '"').replaceAll(/[–—]/g, '-').replaceAll(/\p{Cc}/gu, ' ').replaceAll(/[^ -~]/gu, '?')
}
