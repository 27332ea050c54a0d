import type { Socket } from 'node:net'
import { GatewayError } from '#lib/mail/gateway-error.ts'

/** RFC 1939 §3 allows 512 octets for a line of an answer; some servers say more. */
const LINE_LIMIT = 4096
const [CR, LF, DOT] = [0x0d, 0x0a, 0x2e]

/** Pulls what a POP3 server says off a socket, and no more than somebody asks for. Every method throws GatewayError 'server-unreachable' where it hangs up, 'refused' where it says what is no POP3. */
export class Pop3Source {
  readonly #octets: AsyncIterator<Buffer>
  #buffered: Buffer = Buffer.alloc(0)

  constructor(socket: Socket) {
    this.#octets = socket.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>
  }

  /** Octets that have come and that nobody has read. */
  get buffered(): number {
    return this.#buffered.length
  }

  /** The next line without its end. */
  async line(): Promise<string> {
    for (;;) {
      const end = this.#buffered.indexOf(LF)
      if (end > LINE_LIMIT + 1 || (end < 0 && this.#buffered.length > LINE_LIMIT + 1)) throw notPop3('a line without end')
      if (end >= 0) return this.#take(end + 1).toString('latin1').replace(/\r?\n$/, '')
      await this.#more()
    }
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
      if (this.#buffered.length === 0) await this.#more()
      const { content, rest } = reader.read(this.#buffered)
      this.#buffered = rest ?? Buffer.alloc(0)
      if (content.length > 0) yield content
      if (rest) return
    }
  }

  /** Leaves the socket to TLS. Octets that came in the clear would be read as if they had come through it. */
  async release(socket: Socket): Promise<void> {
    if (this.#buffered.length + socket.readableLength > 0) throw notPop3('octets behind the answer to STLS')
    await this.#octets.return?.()
  }

  #take(size: number): Buffer {
    const taken = this.#buffered.subarray(0, size)
    this.#buffered = this.#buffered.subarray(size)
    return taken
  }

  async #more(): Promise<void> {
    const { done, value } = await this.#octets.next()
    if (done === true) throw new GatewayError('server-unreachable', 'connection closed')
    this.#buffered = this.#buffered.length === 0 ? value : Buffer.concat([this.#buffered, value])
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
