import { createHash } from 'node:crypto'

const LINE = Buffer.from(`${'QUJD'.repeat(19)}\r\n`)
const LINES = 4096

/** A message of two parts whose second is some `octets` long: its pieces, always the same, and never all of them at once. */
export class LargeMessage {
  readonly #head = Buffer.from('From: ann@localhost\r\nTo: ann@localhost\r\nSubject: large\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=large\r\n\r\n--large\r\nContent-Type: text/plain\r\n\r\nSee below.\r\n--large\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n')
  readonly #tail = Buffer.from('--large--\r\n')
  readonly #pieces: number
  readonly size: number

  constructor(octets: number) {
    this.#pieces = Math.ceil(octets / (LINE.length * LINES))
    this.size = this.#head.length + this.#pieces * LINE.length * LINES + this.#tail.length
  }

  *pieces(): Generator<Buffer> {
    const piece = Buffer.concat(Array.from({ length: LINES }, () => LINE))
    yield this.#head
    for (let left = this.#pieces; left > 0; left--) yield piece
    yield this.#tail
  }

  digest(): string {
    const hash = createHash('sha256')
    for (const piece of this.pieces()) hash.update(piece)
    return hash.digest('hex')
  }
}
