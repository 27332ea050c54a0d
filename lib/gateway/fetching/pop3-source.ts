import type { Socket } from 'node:net'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { OctetSource, type SourceRules } from '#lib/network/octet-source.ts'

const [CR, LF, DOT] = [0x0d, 0x0a, 0x2e]

const RULES: SourceRules = {
  lineEnd: '\n',
  // RFC 1939 §3 allows 512 octets for a line of an answer; some servers say more. One more for the CR, which stands before the LF where it is due.
  lineLimit: 4096 + 1,
  hungUp: () => new GatewayError('server-unreachable', 'connection closed'),
  notUnderstood: notPop3,
}

/** What a POP3 server says: lines, lists and messages. Every method throws GatewayError 'server-unreachable' where it hangs up, 'refused' where it says what is no POP3, and the socket's error. */
export class Pop3Source {
  readonly #source: OctetSource

  constructor(socket: Socket) {
    this.#source = new OctetSource(socket, RULES)
  }

  /** Octets that have come and that nobody has read. */
  get buffered(): number {
    return this.#source.buffered
  }

  /** The next line without its end. */
  async line(): Promise<string> {
    return (await this.#source.line()).toString('latin1').replace(/\r$/, '')
  }

  /** The lines of a list up to its end, at most so many; of more the list is no list. */
  async list(most: number): Promise<readonly string[]> {
    const lines: string[] = []
    for (let line = await this.line(); line !== '.'; line = await this.line()) {
      if (lines.length >= most) throw notPop3('a list without end')
      lines.push(line)
    }
    return lines
  }

  /** A message up to its end, as it was before RFC 1939 §3 doubled dots: with CRLF line ends and without NUL, so that IMAP takes it. */
  async *message(): AsyncGenerator<Buffer> {
    const reader = new MessageReader()
    for (;;) {
      const { content, rest } = reader.read(await this.#source.some())
      if (rest) this.#source.putBack(rest)
      if (content.length > 0) yield content
      if (rest) return
    }
  }

  /** Leaves the socket to TLS; what has come in the clear by then is no POP3. */
  release(): void {
    this.#source.release()
  }
}

/** Undoes dot-stuffing, octet by octet, however the octets arrive. */
class MessageReader {
  #state: 'start' | 'dot' | 'dot-cr' | 'text' | 'cr' = 'start'

  /** What of these octets is content; `rest` once the end has come. */
  read(octets: Buffer): { readonly content: Buffer; readonly rest?: Buffer } {
    // A bare LF becomes two octets.
    const out = Buffer.allocUnsafe(octets.length * 2 + 2)
    let size = 0
    for (let at = 0; at < octets.length; at++) {
      const octet = octets[at] ?? 0
      if (this.#state === 'start' && octet === DOT) {
        this.#state = 'dot'
        continue
      }
      if (octet === LF && (this.#state === 'dot' || this.#state === 'dot-cr')) return { content: out.subarray(0, size), rest: octets.subarray(at + 1) }
      if (this.#state === 'dot' && octet === CR) {
        this.#state = 'dot-cr'
        continue
      }
      // A CR that ends no line is dropped, as a NUL is.
      if (octet === LF) {
        out[size++] = CR
        out[size++] = LF
        this.#state = 'start'
      } else if (octet === CR) this.#state = 'cr'
      else {
        if (octet !== 0) out[size++] = octet
        this.#state = 'text'
      }
    }
    return { content: out.subarray(0, size) }
  }
}

export function notPop3(detail: string): GatewayError {
  return new GatewayError('refused', detail, { refusal: { name: 'fetch-not-pop3' } })
}
