const ESC = 0x1b
const SHIFT_OUT = 0x0e
const SHIFT_IN = 0x0f
const TILDE = 0x7e
const LF = 0x0a

/**
 * Decodes the two seven-bit charsets that no library at hand knows: ISO-2022-KR (RFC 1557) and HZ-GB-2312 (RFC 1843).
 * Both shift between ASCII and a two-octet set whose octets are EUC's without their high bit.
 */
export class ShiftedDecoder {
  readonly #korean: boolean
  readonly #decoder: TextDecoder
  #shifted = false
  /** Octets of an escape sequence seen so far. */
  #escape: number[] = []

  constructor(name: string) {
    this.#korean = name === 'iso-2022-kr'
    this.#decoder = new TextDecoder(this.#korean ? 'euc-kr' : 'gb18030')
  }

  write(chunk: Uint8Array): string {
    const out: number[] = []
    for (const octet of chunk) {
      if (this.#korean) this.#korean7(octet, out)
      else this.#hz(octet, out)
    }
    return this.#decoder.decode(Uint8Array.from(out), { stream: true })
  }

  end(): string {
    const rest = Uint8Array.from(this.#escape)
    this.#escape = []
    return this.#decoder.decode(rest, { stream: true }) + this.#decoder.decode()
  }

  #korean7(octet: number, out: number[]): void {
    if (this.#escape.length > 0) {
      this.#escape.push(octet)
      // The designation ESC $ ) C stands once at the beginning and prints nothing.
      if (this.#escape.length === 4) this.#escape = []
      return
    }
    if (octet === ESC) this.#escape.push(octet)
    else if (octet === SHIFT_OUT) this.#shifted = true
    else if (octet === SHIFT_IN) this.#shifted = false
    else this.#plain(octet, out)
  }

  #hz(octet: number, out: number[]): void {
    if (this.#escape.length === 0) {
      if (octet === TILDE) this.#escape.push(octet)
      else this.#plain(octet, out)
      return
    }
    this.#escape = []
    if (octet === 0x7b) this.#shifted = true
    else if (octet === 0x7d) this.#shifted = false
    else if (octet === TILDE) out.push(TILDE)
    else if (octet !== LF) {
      this.#plain(TILDE, out)
      this.#plain(octet, out)
    }
  }

  #plain(octet: number, out: number[]): void {
    // Both charsets return to ASCII at the end of each line.
    if (octet === LF) this.#shifted = false
    out.push(this.#shifted && octet > 0x20 && octet < 0x7f ? octet | 0x80 : octet)
  }
}
