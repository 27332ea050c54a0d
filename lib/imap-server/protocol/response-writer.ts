import type { Writable } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { FatalProtocolError } from './problems.ts'

/** Replies gathered before they go to the socket in one write: few system calls, and no more than this held for each client. */
const BATCH = 64 * 1024
const DONE: Promise<void> = Promise.resolve()

/**
 * Writes a server's half of the conversation. Text is octets (latin1). Small writes are gathered until `flush`
 * or until there are 64 KiB of them; then the writer waits for the socket to drain and for other clients' turn, and with it whoever awaits.
 */
export class ResponseWriter {
  readonly #stream: Writable
  /** Told of octets as they are given to the stream; nobody unless somebody traces the connection. */
  heard: ((octets: Uint8Array) => void) | undefined
  #text = ''
  #parts: (string | Uint8Array)[] = []
  #size = 0
  #sent = 0
  #atLineStart = true

  constructor(stream: Writable) {
    this.#stream = stream
  }

  /** Octets given to the socket since the start. */
  get sent(): number {
    return this.#sent
  }

  /** True between two responses: the only place for a line that has nothing to do with the one being written. */
  get atLineStart(): boolean {
    return this.#atLineStart
  }

  /** Octets as they stand. */
  write(octets: string): Promise<void> {
    this.#atLineStart = octets.endsWith('\r\n')
    this.#text += octets
    this.#size += octets.length
    return this.#size >= BATCH ? this.#batch() : DONE
  }

  /** `* text`, one line. */
  untagged(text: string): Promise<void> {
    return this.write(`* ${text}\r\n`)
  }

  /** `+ text`: asks the client to go on (RFC 3501 §7.5). */
  continuation(text: string): Promise<void> {
    return this.write(`+ ${text}\r\n`)
  }

  /**
   * A literal of `size` octets, streamed at the client's pace. Ends the connection when the content has fewer
   * or more octets than announced: the client could no longer tell content from replies.
   */
  literal(size: number, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
    return this.#literal('', size, content)
  }

  /** As `literal`, for content that may hold NUL (RFC 3516 §7, literal8). */
  literal8(size: number, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
    return this.#literal('~', size, content)
  }

  async #literal(mark: '' | '~', size: number, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
    await this.write(`${mark}{${size}}\r\n`)
    this.#atLineStart = false
    let left = size
    try {
      for await (const chunk of content) {
        left -= chunk.length
        if (left < 0) break
        await this.#octets(chunk)
      }
    } catch (cause) {
      if (cause instanceof FatalProtocolError) throw cause
      throw new FatalProtocolError('Message content could not be read', { cause })
    }
    if (left !== 0) throw new FatalProtocolError('Message content is not as long as announced')
  }

  /** Sends what is gathered, and waits until the socket can take more. */
  async flush(): Promise<void> {
    if (this.#size === 0) return
    this.#closePart()
    const parts = this.#parts
    this.#sent += this.#size
    this.#parts = []
    this.#size = 0
    const stream = this.#stream
    if (stream.destroyed || stream.writableEnded) throw new FatalProtocolError('Connection closed')
    stream.cork()
    for (const part of parts) {
      this.heard?.(typeof part === 'string' ? Buffer.from(part, 'latin1') : part)
      if (typeof part === 'string') stream.write(part, 'latin1')
      else stream.write(part)
    }
    stream.uncork()
    if (stream.writableNeedDrain) await drained(stream)
  }

  #octets(chunk: Uint8Array): Promise<void> {
    this.#closePart()
    this.#parts.push(chunk)
    this.#size += chunk.length
    return this.#size >= BATCH ? this.#batch() : DONE
  }

  /** In the middle of a long reply; other clients have their turn also where this one takes all at once. */
  async #batch(): Promise<void> {
    await this.flush()
    await nextTurn()
  }

  #closePart(): void {
    if (this.#text === '') return
    this.#parts.push(this.#text)
    this.#text = ''
  }
}

function drained(stream: Writable): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      stream.off('drain', settle)
      stream.off('close', settle)
      if (stream.destroyed) reject(new FatalProtocolError('Connection closed'))
      else resolve()
    }
    stream.on('drain', settle)
    stream.on('close', settle)
  })
}
