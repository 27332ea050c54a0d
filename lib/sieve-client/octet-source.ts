import type { Socket } from 'node:net'
import { SieveProblem } from './sieve-problem.ts'

/** Stops a server that never ends a line: RFC 5804 §4 allows 1024 octets for a quoted string, and a line has two of them. */
const LINE_LIMIT = 16 * 1024

/** Pulls octets off a socket, a line or a counted run at a time, and nothing ahead of them but what came along. */
export class OctetSource {
  readonly #octets: AsyncIterator<Buffer>
  #buffered: Buffer = Buffer.alloc(0)

  readonly #heard: (octets: Buffer) => void

  /** `heard` is told of octets as they come. */
  constructor(socket: Socket, heard: (octets: Buffer) => void = () => undefined) {
    this.#heard = heard
    this.#octets = socket.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>
  }

  /** The next line without its CRLF. Throws SieveProblem 'not-understood' for one that is too long, 'unreachable' at the end. */
  async line(): Promise<Buffer> {
    for (;;) {
      const end = this.#buffered.indexOf('\r\n')
      if (end > LINE_LIMIT || (end < 0 && this.#buffered.length > LINE_LIMIT)) throw new SieveProblem('not-understood', 'a line without end')
      if (end >= 0) return this.#take(end + 2).subarray(0, end)
      await this.#more()
    }
  }

  async run(size: number): Promise<Buffer> {
    while (this.#buffered.length < size) await this.#more()
    return this.#take(size)
  }

  /** Leaves the socket to TLS. Throws SieveProblem 'not-understood' where octets came in the clear that would be read as if they had come through it (RFC 5804 §2.2). */
  async release(socket: Socket): Promise<void> {
    if (this.#buffered.length + socket.readableLength > 0) throw new SieveProblem('not-understood', 'octets behind the answer to STARTTLS')
    await this.#octets.return?.()
  }

  #take(size: number): Buffer {
    const taken = this.#buffered.subarray(0, size)
    this.#buffered = this.#buffered.subarray(size)
    return taken
  }

  async #more(): Promise<void> {
    const { done, value } = await this.#octets.next()
    if (done === true) throw new SieveProblem('unreachable', 'connection closed')
    this.#heard(value)
    this.#buffered = Buffer.concat([this.#buffered, value])
  }
}
