import type { MessageDigest } from './digest.ts'
import { beginsHeader, parseHeader } from './header.ts'
import { wireEnvelope } from './structure/envelope-wire.ts'
import { makePreview } from './preview.ts'
import { BodyReader } from './structure/body-reader.ts'
import { BOUNDARY_LIMIT, HEADER_LIMIT, PART_HEADER_LIMIT } from './structure/limits.ts'
import { OctetCollector } from './structure/octet-collector.ts'
import { listExtents } from './structure/part-node.ts'
import { PartTree, type Position } from './structure/part-tree.ts'
import { readSearchKeys } from './structure/search-keys.ts'
import { wireStructure } from './structure/structure-wire.ts'

const LF = 0x0a
const CR = 0x0d
const HYPHEN = 0x2d
const DELIMITER_START = Buffer.from('\n--')

/** Octets of a line that are kept to find out whether it is a delimiter or begins a header. */
const LINE_HEAD_LIMIT = BOUNDARY_LIMIT + 64

/**
 * Reads a message once, in pieces of any size, and computes everything that is kept about it. Memory is bounded whatever the message:
 * one header block and the tree of at most 10,000 parts. Lines end with CRLF or LF. Each split into pieces gives the same digest.
 */
export class MessageDigester {
  readonly #bodies = new BodyReader()
  readonly #tree = new PartTree(this.#bodies)
  readonly #header = new OctetCollector()
  readonly #lineHead = new OctetCollector()
  #messageHeader: Buffer | undefined
  /** Octets before the piece that is being read. */
  #before = 0
  /** The last octet of the piece before. */
  #lastOctet = 0
  /** Line breaks counted while somebody needed them. */
  #newlines = 0
  /** Where the line began that is being held, or that begins next; and how long the line break before it is. */
  #lineStart = 0
  #breakLength = 0
  #lineLength = 0
  #atLineStart = true
  #holding = false

  /** Takes the next octets of the message; keeps no reference to them. */
  write(chunk: Uint8Array): void {
    const piece = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
    let at = 0
    while (at < piece.length) {
      if (this.#holding || this.#tree.readingHeader) at = this.#holdLine(piece, at)
      else at = this.#passBody(piece, at)
    }
    this.#before += piece.length
    this.#lastOctet = piece[piece.length - 1] ?? this.#lastOctet
  }

  /** The message is complete. May be called once. */
  end(): MessageDigest {
    if (this.#lineLength > 0) this.#endLine(this.#before, 0)
    const size = this.#before
    if (this.#tree.readingHeader) this.#endHeader(size)
    this.#tree.end({ offset: size, newlines: this.#newlines })
    const header = this.#messageHeader ?? Buffer.alloc(0)
    const fields = parseHeader(header)
    const root = this.#tree.root
    if (!root) throw new Error('a message without a root part')
    const parts = listExtents(root)
    const charset = parts.find((part) => part.mediaType.startsWith('text/'))?.charset ?? ''
    return {
      size,
      envelope: wireEnvelope(fields),
      bodyStructure: wireStructure(root, true),
      body: wireStructure(root, false),
      header,
      parts,
      keys: readSearchKeys(fields, charset),
      preview: makePreview(this.#bodies.texts),
    }
  }

  /** Goes over body content to its end in this piece or to the next line that may be a delimiter. */
  #passBody(piece: Buffer, at: number): number {
    if (this.#atLineStart && this.#tree.hasDelimiters && piece[at] === HYPHEN) {
      this.#holding = true
      return this.#holdLine(piece, at)
    }
    const end = this.#tree.hasDelimiters ? this.#nextCandidate(piece, at) : piece.length
    if (this.#tree.counting) this.#newlines += countNewlines(piece, at, end)
    this.#bodies.write(piece.subarray(at, end))
    this.#atLineStart = piece[end - 1] === LF
    if (this.#atLineStart) this.#beginLine(piece, end)
    return end
  }

  /** The start of the next line in the piece that begins like a delimiter, or the end of what is surely none. */
  #nextCandidate(piece: Buffer, at: number): number {
    const starts = this.#tree.delimiterStarts
    for (let found = piece.indexOf(DELIMITER_START, at); found >= 0; found = piece.indexOf(DELIMITER_START, found + 1)) {
      const octet = piece[found + 3]
      if (octet === undefined || starts[octet] === 1) return found + 1
    }
    // A line that has only begun in this piece: its hyphen waits for the next one.
    const last = piece.length - 1
    return last > at && piece[last] === HYPHEN && piece[last - 1] === LF ? last : piece.length
  }

  /** Takes the rest of a line that has to be looked at. */
  #holdLine(piece: Buffer, at: number): number {
    const newline = piece.indexOf(LF, at)
    const end = newline < 0 ? piece.length : newline + 1
    const octets = piece.subarray(at, end)
    this.#holdOctets(octets)
    if (this.#tree.readingHeader) this.#header.append(octets, this.#tree.root ? PART_HEADER_LIMIT : HEADER_LIMIT)
    this.#lineLength += octets.length
    if (newline >= 0) {
      this.#endLine(this.#before + end, 1)
      this.#beginLine(piece, end)
    }
    return end
  }

  /** Keeps the octets of the line; a line of a body that is too long for a delimiter is passed on. */
  #holdOctets(octets: Buffer): void {
    const isTooLong = this.#lineLength + octets.length > LINE_HEAD_LIMIT
    if (this.#tree.readingHeader || !isTooLong) return this.#lineHead.append(octets, LINE_HEAD_LIMIT)
    if (this.#lineLength <= LINE_HEAD_LIMIT) this.#bodies.write(this.#lineHead.octets)
    this.#bodies.write(octets)
  }

  /** A new line begins at `at`, behind a line feed. */
  #beginLine(piece: Buffer, at: number): void {
    this.#lineStart = this.#before + at
    const previous = at >= 2 ? piece[at - 2] : this.#lastOctet
    this.#breakLength = previous === CR ? 2 : 1
    this.#lineLength = 0
    this.#lineHead.truncate(0)
    this.#atLineStart = true
    this.#holding = false
  }

  /** The line that is held ends at `end`, with a line feed or (`newlines` is 0) with the message. */
  #endLine(end: number, newlines: 0 | 1): void {
    const wasHeader = this.#tree.readingHeader
    const isDelimiter = this.#isDelimiter(end)
    // No header at all: the text begins at once.
    if (!isDelimiter && this.#tree.readingHeader && this.#isHeaderless()) this.#endHeader(this.#lineStart)
    if (!isDelimiter && !this.#tree.readingHeader && (wasHeader || this.#lineLength <= LINE_HEAD_LIMIT)) this.#bodies.write(this.#lineHead.octets)
    if (this.#tree.counting) this.#newlines += newlines
    if (this.#tree.readingHeader && this.#lineStart >= this.#tree.headerStart && this.#isBlankLine()) this.#endHeader(end)
  }

  /** The line that is held is the first of a header block and cannot be a header's. */
  #isHeaderless(): boolean {
    return this.#lineStart === this.#tree.headerStart && !this.#isBlankLine() && !beginsHeader(this.#lineHead.octets.toString('latin1'))
  }

  #isBlankLine(): boolean {
    if (this.#lineLength > 2) return false
    const { octets } = this.#lineHead
    return this.#lineLength === 1 ? octets[0] === LF : this.#lineLength === 2 && octets[0] === CR && octets[1] === LF
  }

  /** Acts on the line that is held if it is a delimiter. */
  #isDelimiter(end: number): boolean {
    const head = this.#lineHead.octets
    if (!this.#tree.hasDelimiters || head[0] !== HYPHEN || head[1] !== HYPHEN || this.#lineLength > LINE_HEAD_LIMIT) return false
    const delimiter = this.#tree.delimiterOf(head.toString('latin1'))
    if (!delimiter) return false
    if (this.#tree.readingHeader) this.#endHeader(this.#lineStart)
    // That header may have been the last one that is looked at.
    if (!this.#tree.hasDelimiters) return false
    // RFC 2046 §5.1.1: the line break before a delimiter belongs to the delimiter.
    const broken = this.#tree.counting && this.#breakLength > 0 ? 1 : 0
    this.#tree.takeDelimiter(delimiter, { offset: this.#lineStart - this.#breakLength, newlines: this.#newlines - broken }, end)
    return true
  }

  /** The header block that is being read ends where the body begins. */
  #endHeader(bodyStart: number): void {
    this.#header.truncate(bodyStart - this.#tree.headerStart)
    if (!this.#messageHeader) this.#messageHeader = Buffer.from(this.#header.octets)
    const position: Position = { offset: bodyStart, newlines: this.#newlines }
    this.#tree.endHeader(this.#header.octets, position)
    this.#header.truncate(0)
  }
}

function countNewlines(piece: Buffer, at: number, end: number): number {
  let count = 0
  for (let found = piece.indexOf(LF, at); found >= 0 && found < end; found = piece.indexOf(LF, found + 1)) count++
  return count
}
