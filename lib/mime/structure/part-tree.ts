import type { OctetString } from '../digest.ts'
import { parseHeader } from '../header.ts'
import { asOpaque, asText, readEntity, type Entity } from './entity.ts'
import { trimBlanksEnd } from './blanks.ts'
import { wireEnvelope } from './envelope-wire.ts'
import { DEPTH_LIMIT, PARTS_LIMIT, STRUCTURE_LIMIT } from './limits.ts'
import type { BodyReader } from './body-reader.ts'
import { isMessage, isWithoutParts, needsLines, type PartNode } from './part-node.ts'

/** A place in the message: octets and line breaks before it. */
export interface Position {
  readonly offset: number
  readonly newlines: number
}

/** A line that begins a part of `multipart` or closes it. */
export interface Delimiter {
  readonly multipart: PartNode
  readonly closes: boolean
}

/**
 * The tree of parts as far as it is known: told of headers' ends and delimiters, it answers which lines matter next.
 * Every open part is on one path from the message itself, so memory follows the number of parts, never their size.
 */
export class PartTree {
  /** The message itself, once its header has ended. */
  root: PartNode | undefined
  /** A header block is being read; the parts on the path are those around it. */
  readingHeader = true
  /** Some part on the path needs its line breaks counted. */
  counting = false
  /** Octets that can follow the two hyphens of a delimiter; all zero where there can be none. */
  readonly delimiterStarts = new Uint8Array(256)
  hasDelimiters = false
  readonly #bodies: BodyReader
  readonly #path: PartNode[] = []
  #headerStart = 0
  #parts = 0
  #written = 0

  /** `bodies` is told where the body of a leaf begins and ends. */
  constructor(bodies: BodyReader) {
    this.#bodies = bodies
  }

  /** The header block that is being read has ended; `body` is where its body begins. */
  endHeader(header: Uint8Array, body: Position): void {
    const parent = this.#path.at(-1)
    const fields = parseHeader(header)
    const entity = readEntity(fields, parent?.entity.subtype === 'digest' && parent.kind === 'multipart' ? 'message' : 'text')
    const envelope = parent?.kind === 'message' ? wireEnvelope(fields) : ''
    this.#parts++
    this.#written += weight(entity) + envelope.length
    const full = this.#parts >= PARTS_LIMIT || this.#written > STRUCTURE_LIMIT
    const node = this.#place(parent, full || this.#path.length + 1 >= DEPTH_LIMIT ? asOpaque(entity) : entity, envelope, body)
    this.#path.push(node)
    if (node.kind === 'leaf') this.#bodies.open(node)
    this.readingHeader = node.kind === 'message'
    this.#headerStart = body.offset
    this.#update()
    // The last part takes in all that follows: no line means anything any more.
    if (full) this.#ignoreDelimiters()
  }

  /** The delimiter that a line is, its hyphens at the front included and its line break not. */
  delimiterOf(line: OctetString): Delimiter | undefined {
    const content = trimBlanksEnd(line.slice(2))
    let loose: Delimiter | undefined
    for (let level = this.#path.length - 1; level >= 0; level--) {
      const multipart = this.#path[level]!
      const { boundary } = multipart.entity
      if (multipart.kind !== 'multipart' || multipart.closed || !content.startsWith(boundary)) continue
      const rest = content.slice(boundary.length)
      if (rest === '' || rest === '--') return { multipart, closes: rest !== '' }
      // RFC 2046 §5.1.1 compares only the beginning; where boundaries begin alike the longest one is meant.
      const longer = boundary.length > (loose?.multipart.entity.boundary.length ?? -1)
      if (longer && /^(?:--|[ \t])/.test(rest)) loose = { multipart, closes: rest.startsWith('--') }
    }
    return loose
  }

  /** A delimiter line: what is open inside its multipart ends at `end`; a part that it begins has its header at `next`. */
  takeDelimiter({ multipart, closes }: Delimiter, end: Position, next: number): void {
    while (this.#path.at(-1) !== multipart) this.#close(end)
    multipart.closed = closes
    this.readingHeader = !closes
    this.#headerStart = next
    this.#update()
  }

  /** The message has ended; whatever is open ends with it. */
  end(end: Position): void {
    while (this.#path.length > 0) this.#close(end)
  }

  /** Where the header block that is being read begins. */
  get headerStart(): number {
    return this.#headerStart
  }

  /** Makes the part whose header has been read a child of `parent`, and numbers it (RFC 9051 §6.4.5.1). */
  #place(parent: PartNode | undefined, entity: Entity, envelope: OctetString, body: Position): PartNode {
    const kind = kindOf(entity)
    const node: PartNode = {
      ...numbering(parent, kind),
      kind,
      entity: entity.type === 'multipart' && kind === 'leaf' ? asText(entity) : entity,
      headerStart: this.#headerStart,
      bodyStart: body.offset,
      newlinesBefore: body.newlines,
      envelope,
      children: [],
      bodyEnd: body.offset,
      lines: 0,
      closed: false,
    }
    if (parent) parent.children.push(node)
    else this.root = node
    return node
  }

  #close(end: Position): void {
    const node = this.#path.pop()
    if (!node) return
    if (isWithoutParts(node)) becomeText(node)
    // The line break before a delimiter is no part of what it ends (RFC 2046 §5.1.1), unless it is the blank line behind a header inside.
    node.bodyEnd = Math.max(node.bodyStart, end.offset, node.children.at(-1)?.bodyEnd ?? 0)
    this.#bodies.close(node)
    node.lines = Math.max(0, end.newlines - node.newlinesBefore + (node.bodyEnd > end.offset ? 1 : 0))
  }

  #update(): void {
    this.#ignoreDelimiters()
    this.counting = false
    for (const node of this.#path) {
      if (needsLines(node)) this.counting = true
      if (node.kind !== 'multipart' || node.closed) continue
      this.hasDelimiters = true
      this.delimiterStarts[node.entity.boundary.charCodeAt(0)] = 1
    }
  }

  #ignoreDelimiters(): void {
    this.hasDelimiters = false
    this.delimiterStarts.fill(0)
  }
}

function weight(entity: Entity): number {
  return 100 + entity.wireParameters.length + entity.wireFields.length + entity.wireMd5.length + entity.wireExtension.length
}

/**
 * A message in base64 or quoted-printable, which RFC 2046 §5.2.1 forbids for message/rfc822, counts as a leaf: its octets are not its text.
 */
function kindOf(entity: Entity): PartNode['kind'] {
  if (entity.type === 'multipart') return entity.boundary === '' ? 'leaf' : 'multipart'
  return isMessage(entity) && ['7bit', '8bit', 'binary'].includes(entity.encoding) ? 'message' : 'leaf'
}

function becomeText(node: PartNode): void {
  node.kind = 'leaf'
  node.entity = asText(node.entity)
  node.section = node.section.replace(/TEXT$/, '1')
}

function numbering(parent: PartNode | undefined, kind: PartNode['kind']): { section: string; number: string } {
  if (!parent) return { section: '', number: kind === 'multipart' ? '' : '1' }
  const within = parent.number === '' ? '' : `${parent.number}.`
  if (parent.kind === 'message') {
    // The multipart of a message inside a message has no number of its own.
    return kind === 'multipart' ? { section: `${within}TEXT`, number: parent.number } : { section: `${within}1`, number: `${within}1` }
  }
  const number = `${within}${parent.children.length + 1}`
  return { section: number, number }
}
