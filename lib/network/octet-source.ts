import type { Socket } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'

/** What a protocol expects of the server at the other end of a source. */
export interface SourceRules {
  readonly lineEnd: '\r\n' | '\n'
  /** Octets of a line, its end not counted: stops a server that never ends one. */
  readonly lineLimit: number
  /** What is thrown where the server has hung up. */
  readonly hungUp: () => Error
  /** What is thrown where it says what no such server says; `detail` is for the log. */
  readonly notUnderstood: (detail: string) => Error
}

const NEWS = ['readable', 'end', 'close', 'error'] as const

/**
 * Pulls what a server says off a socket, and no more than somebody asks for but what came along in the same segment. One reader at a time.
 * Every method throws what the rules name, and the socket's own error.
 */
export class OctetSource {
  readonly #socket: Socket
  readonly #rules: SourceRules
  readonly #heard: (octets: Buffer) => void
  #ahead: Buffer = Buffer.alloc(0)
  #wake: (() => void) | undefined

  /** `heard` is told of octets as they are taken off the socket. */
  constructor(socket: Socket, rules: SourceRules, heard: (octets: Buffer) => void = () => undefined) {
    this.#socket = socket
    this.#rules = rules
    this.#heard = heard
    for (const event of NEWS) socket.on(event, this.#onNews)
  }

  /** Octets that have come and that nobody has read. */
  get buffered(): number {
    return this.#ahead.length + this.#socket.readableLength
  }

  /** The next line without its end. */
  async line(): Promise<Buffer> {
    const { lineEnd, lineLimit, notUnderstood } = this.#rules
    for (;;) {
      const end = this.#ahead.indexOf(lineEnd)
      if (end > lineLimit || (end < 0 && this.#ahead.length > lineLimit)) throw notUnderstood('a line without end')
      if (end >= 0) return this.#take(end + lineEnd.length).subarray(0, end)
      await this.#more()
    }
  }

  /** Exactly so many octets; they are held in memory. */
  async run(size: number): Promise<Buffer> {
    while (this.#ahead.length < size) await this.#more()
    return this.#take(size)
  }

  /** Whatever comes next, at least one octet. */
  async some(): Promise<Buffer> {
    if (this.#ahead.length === 0) await this.#more()
    return this.#take(this.#ahead.length)
  }

  /** Whatever comes next and follows at once, at least one octet, at most `limit`: fewer and larger pieces than `some`, and no later. */
  async plenty(limit: number): Promise<Buffer> {
    const pieces = [await this.some()]
    let size = pieces[0]!.length
    while (size < limit) {
      await turn()
      const octets = this.#socket.read() as Buffer | null
      if (octets === null) break
      this.#heard(octets)
      pieces.push(octets)
      size += octets.length
    }
    const all = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces, size)
    if (size > limit) this.#ahead = all.subarray(limit)
    return all.subarray(0, limit)
  }

  /** Takes back the last octets of what `some` has given: they are read again. */
  putBack(octets: Buffer): void {
    this.#ahead = Buffer.concat([octets, this.#ahead])
  }

  /** Leaves the socket to TLS. Octets that came in the clear would be read as if they had come through it, and are not understood. */
  release(): void {
    if (this.buffered > 0) throw this.#rules.notUnderstood('octets in the clear where TLS begins')
    for (const event of NEWS) this.#socket.off(event, this.#onNews)
  }

  #take(size: number): Buffer {
    const taken = this.#ahead.subarray(0, size)
    this.#ahead = this.#ahead.subarray(size)
    return taken
  }

  async #more(): Promise<void> {
    for (;;) {
      const octets = this.#socket.read() as Buffer | null
      if (octets !== null) {
        this.#heard(octets)
        this.#ahead = this.#ahead.length === 0 ? octets : Buffer.concat([this.#ahead, octets])
        return
      }
      if (this.#socket.errored) throw this.#socket.errored
      if (this.#socket.readableEnded || this.#socket.destroyed) throw this.#rules.hungUp()
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }

  readonly #onNews = (): void => this.#wake?.()
}
