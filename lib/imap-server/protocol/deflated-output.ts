import { Writable } from 'node:stream'
import { constants, deflateRaw } from 'node:zlib'

/** A batch of replies is at most 64 KiB, twice the window: what is repeated is found within it. */
const OPTIONS = { finishFlush: constants.Z_SYNC_FLUSH }

/** Shorter batches gain nothing from a large window, and its memory has to be cleared each time. */
const SMALL = { ...OPTIONS, windowBits: 12, memLevel: 5 }
const SMALL_BATCH = 4096

/**
 * Compresses what is written to the stream below, as DEFLATE without an end (RFC 4978 §3). Each batch is compressed by itself, a legal
 * part of the one stream that the peer inflates, so that nothing is kept between two of them: a silent client costs no memory here.
 */
export class DeflatedOutput extends Writable {
  readonly #below: Writable

  constructor(below: Writable) {
    super()
    this.#below = below
    below.once('close', () => this.destroy())
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    deflateRaw(chunk, chunk.length > SMALL_BATCH ? OPTIONS : SMALL, (error, deflated) => {
      if (error || this.#below.destroyed) return done(error)
      if (this.#below.write(deflated)) return done()
      this.#below.once('drain', done)
    })
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), 'binary', done)
  }

  override _final(done: () => void): void {
    this.#below.end()
    done()
  }
}
