import { createHash } from 'node:crypto'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { connectTo } from '../imap-fixture.ts'

/** A client that holds no more of a literal than has just come. */
export class StreamingClient {
  readonly #socket: Socket
  readonly #chunks: AsyncIterator<Buffer>
  #rest: Buffer = Buffer.alloc(0)

  private constructor(socket: Socket) {
    this.#socket = socket
    this.#chunks = socket.iterator() as AsyncIterator<Buffer>
  }

  static async open(port: number): Promise<StreamingClient> {
    const client = new StreamingClient(await connectTo(port))
    await client.line()
    return client
  }

  async line(): Promise<string> {
    for (;;) {
      const end = this.#rest.indexOf('\r\n')
      if (end < 0) {
        this.#rest = Buffer.concat([this.#rest, await this.#next()])
        continue
      }
      const line = this.#rest.toString('latin1', 0, end)
      this.#rest = this.#rest.subarray(end + 2)
      return line
    }
  }

  /** Says it and answers the lines up to the first that begins so. */
  async ask(command: string, until: string): Promise<readonly string[]> {
    this.#socket.write(`${command}\r\n`)
    const lines = [await this.line()]
    while (!lines.at(-1)!.startsWith(until)) {
      if (/^\w+ (?:NO|BAD)|^[45]\d\d /.test(lines.at(-1)!)) throw new Error(`${command}: ${lines.at(-1)}`)
      lines.push(await this.line())
    }
    return lines
  }

  /** As fast as the server takes it. */
  async send(pieces: Iterable<Buffer>): Promise<void> {
    for (const piece of pieces) if (!this.#socket.write(piece)) await once(this.#socket, 'drain')
  }

  /** The size and the digest of the one literal that answers the command. */
  async literal(command: string): Promise<{ readonly size: number; readonly digest: string }> {
    this.#socket.write(`x ${command}\r\n`)
    const size = Number(/\{(\d+)\}$/.exec(await this.line())?.[1])
    const hash = createHash('sha256')
    for (let left = size; left > 0; ) {
      const chunk = this.#rest.length > 0 ? this.#rest : await this.#next()
      const part = chunk.subarray(0, left)
      hash.update(part)
      left -= part.length
      this.#rest = chunk.subarray(part.length)
    }
    for (let line = await this.line(); !line.startsWith('x '); line = await this.line());
    return { size, digest: hash.digest('hex') }
  }

  close(): void {
    this.#socket.destroy()
  }

  async #next(): Promise<Buffer> {
    const { value, done } = await this.#chunks.next()
    if (done) throw new Error('The connection has ended')
    return value
  }
}
