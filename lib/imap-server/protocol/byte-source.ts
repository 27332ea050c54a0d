import type { Readable } from 'node:stream'
import { FatalProtocolError } from './problems.ts'

const LF = 0x0a
const NOTHING = async (): Promise<void> => undefined

/**
 * Pulls octets from a stream only when someone asks, so that a busy command stops its client by TCP itself.
 * One reader at a time. `beforeWaiting` runs whenever the source is about to wait for its peer: the place to
 * flush replies, so that neither side ever waits for the other.
 */
export class ByteSource {
  readonly #stream: Readable
  readonly #beforeWaiting: () => Promise<void>
  /** Told of octets as they are taken from the stream; nobody unless somebody traces the connection. */
  heard: ((octets: Buffer) => void) | undefined
  #chunks: Buffer[] = []
  #size = 0
  #received = 0
  #ended = false
  #signalled = false
  #wake: (() => void) | undefined

  constructor(stream: Readable, beforeWaiting: () => Promise<void> = NOTHING) {
    this.#stream = stream
    this.#beforeWaiting = beforeWaiting
    stream.on('readable', this.#onReadable)
    for (const event of ['end', 'close', 'error']) stream.on(event, this.#onEnd)
  }

  /** Octets that have arrived and are not yet consumed. */
  get buffered(): number {
    return this.#size + this.#stream.readableLength
  }

  /** Octets taken from the stream since the start. */
  get received(): number {
    return this.#received
  }

  /** Leaves the stream alone, so that TLS can take it over. Octets still buffered are lost: check `buffered` first. */
  release(): void {
    this.#stream.off('readable', this.#onReadable)
    for (const event of ['end', 'close', 'error']) this.#stream.off(event, this.#onEnd)
    this.#ended = true
  }

  /** Reads no more, and tells who waits that this is the end. What the stream still brings is its owner's to throw away. */
  giveUp(): void {
    this.release()
    this.#onReadable()
  }

  /**
   * The next line as octets (latin1), without its CRLF; a bare LF ends one too. Null at the end of the stream.
   * Throws FatalProtocolError for a line of more than `limit` octets.
   */
  async line(limit: number): Promise<string | null> {
    let before = 0
    for (let index = 0; ; index++) {
      if (index === this.#chunks.length && !(await this.#pull())) return null
      const chunk = this.#chunks[index]!
      const at = chunk.indexOf(LF)
      // One more than the limit for the CR that may stand before the LF.
      if (before + (at < 0 ? chunk.length : at) > limit + 1) throw new FatalProtocolError('Line too long')
      if (at < 0) {
        before += chunk.length
        continue
      }
      const text = this.#take(before + at + 1).toString('latin1', 0, before + at)
      const line = text.endsWith('\r') ? text.slice(0, -1) : text
      if (line.length > limit) throw new FatalProtocolError('Line too long')
      return line
    }
  }

  /** At least one octet and at most `limit`; null at the end of the stream. */
  async chunk(limit: number): Promise<Buffer | null> {
    if (this.#chunks.length === 0 && !(await this.#pull())) return null
    return this.#take(Math.min(limit, this.#chunks[0]!.length))
  }

  /** The next `count` octets, which are there; without a copy where one chunk holds them all. */
  #take(count: number): Buffer {
    this.#size -= count
    const first = this.#chunks[0]!
    if (first.length > count) {
      this.#chunks[0] = first.subarray(count)
      return first.subarray(0, count)
    }
    if (first.length === count) {
      this.#chunks.shift()
      return first
    }
    const all = Buffer.concat(this.#chunks)
    this.#chunks = all.length > count ? [all.subarray(count)] : []
    return all.subarray(0, count)
  }

  async #pull(): Promise<boolean> {
    for (;;) {
      this.#signalled = false
      const chunk = this.#stream.read() as Buffer | null
      if (chunk !== null) {
        this.#chunks.push(chunk)
        this.#size += chunk.length
        this.#received += chunk.length
        this.heard?.(chunk)
        return true
      }
      if (this.#ended) return false
      await this.#beforeWaiting()
      if (!this.#signalled && !this.#ended) await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }

  readonly #onReadable = (): void => {
    this.#signalled = true
    const wake = this.#wake
    this.#wake = undefined
    wake?.()
  }

  readonly #onEnd = (): void => {
    this.#ended = true
    this.#onReadable()
  }
}
