import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { Socket } from 'node:net'

/** Stops a server that never ends a line; no response to the few commands of an append connection is a hundredth of it. */
const LINE_LIMIT = 64 * 1024
/** Literals inside responses are read over; none is due on an append connection. */
const LITERAL_LIMIT = 1024 * 1024

/** Pulls responses off a socket, one logical line at a time (RFC 9051 §7); reads nothing ahead of what was asked for but one segment. */
export class ResponseLines {
  readonly #socket: Socket
  #buffered: Buffer = Buffer.alloc(0)
  #ended = false
  #failure: Error | undefined
  #wake: (() => void) | undefined

  readonly #heard: (octets: Buffer) => void

  /** `heard` is told of octets as they are read. */
  constructor(socket: Socket, heard: (octets: Buffer) => void = () => undefined) {
    this.#socket = socket
    this.#heard = heard
    socket.on('readable', this.#awake)
    socket.on('end', this.#end)
    socket.on('close', this.#end)
    socket.on('error', this.#fail)
  }

  /** Octets that came and that nobody asked for yet; before TLS they must be none (RFC 9051 §6.2.1). */
  get buffered(): number {
    return this.#buffered.length + this.#socket.readableLength
  }

  /** Leaves the socket to somebody else, who has to listen for its errors. */
  release(): void {
    this.#socket.off('readable', this.#awake)
    this.#socket.off('end', this.#end)
    this.#socket.off('close', this.#end)
    this.#socket.off('error', this.#fail)
  }

  /** The next response without its CRLF, literals left out. Throws GatewayError 'server-unreachable' when there is none. */
  async next(): Promise<string> {
    let whole = ''
    for (;;) {
      const line = await this.#line()
      whole += line
      const literal = /\{([0-9]{1,10})\+?\}$/.exec(line)
      if (!literal) return whole
      await this.#skip(Number(literal[1]))
    }
  }

  async #line(): Promise<string> {
    for (;;) {
      const end = this.#buffered.indexOf('\r\n')
      if (end >= 0) {
        const line = this.#buffered.subarray(0, end).toString('utf8')
        this.#buffered = this.#buffered.subarray(end + 2)
        return line
      }
      if (this.#buffered.length > LINE_LIMIT) throw new GatewayError('server-not-imap', 'a response line without end')
      await this.#more()
    }
  }

  async #skip(size: number): Promise<void> {
    if (size > LITERAL_LIMIT) throw new GatewayError('server-not-imap', 'an unexpected literal')
    while (this.#buffered.length < size) await this.#more()
    this.#buffered = this.#buffered.subarray(size)
  }

  async #more(): Promise<void> {
    for (;;) {
      const chunk = this.#socket.read() as Buffer | null
      if (chunk !== null) {
        this.#heard(chunk)
        this.#buffered = Buffer.concat([this.#buffered, chunk])
        return
      }
      if (this.#failure) throw this.#failure
      if (this.#ended) throw new GatewayError('server-unreachable', 'connection closed')
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }

  readonly #awake = (): void => this.#wake?.()
  readonly #end = (): void => {
    this.#ended = true
    this.#wake?.()
  }
  readonly #fail = (error: Error): void => {
    this.#failure = error
    this.#wake?.()
  }
}
