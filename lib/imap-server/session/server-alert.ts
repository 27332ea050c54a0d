/** What every client is told once (RFC 3501 §7.1, ALERT), and again when it changes. */
export class ServerAlert {
  #text = ''
  #serial = 0

  /** Grows with each change, so that a session knows whether it has told this one. */
  get serial(): number {
    return this.#serial
  }

  /** As it may stand in a response; '' when there is nothing to tell. */
  get text(): string {
    return this.#text
  }

  /** '' takes it back. Outside ASCII a response says nothing to a client of RFC 3501: accents go, other letters become "?". */
  set(text: string): void {
    this.#text = text.normalize('NFKD').replaceAll(/\p{M}+/gu, '').replaceAll(/[‘’]/g, "'").replaceAll(/[“”]/g, '"').replaceAll(/[–—]/g, '-').replaceAll(/\p{Cc}/gu, ' ').replaceAll(/[^ -~]/gu, '?')
    this.#serial++
  }
}
