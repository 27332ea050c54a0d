import type { Mailbox, OctetRange, StoredMessage } from '#lib/mail-store/mail-store.ts'
import { locateSection, selectHeaderFields } from '#lib/mime/section.ts'
import { openDecoded } from './binary.ts'
import type { ContentItem } from './fetch-items.ts'
import type { SectionRequest } from './section-request.ts'

/** Octets ready to be sent: their number first, since a literal says it before it begins. */
export interface OpenSection {
  readonly size: number
  readonly content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
  /** RFC 3516 §4.3: sent as a literal8. */
  readonly mayHoldNul?: boolean
}

/** The field names of one header are picked from at most so many octets; a longer header is cut there. */
const HEADER_READ_LIMIT = 1024 * 1024

/**
 * The octets that the item asks for, cut to its `<origin.count>`; undefined where the message has no such part.
 * The first octets are read before it resolves: StoreProblem 'no-such-message' is thrown before anything is sent.
 */
export async function openSection(mailbox: Mailbox, message: StoredMessage, item: ContentItem): Promise<OpenSection | undefined> {
  if (item.decoded) return startReading(await openDecoded(mailbox, message, item))
  const { section, partial } = item
  if (section.text.startsWith('HEADER.FIELDS')) {
    const header = await readHeader(mailbox, message, section)
    return header && fromMemory(selectHeaderFields(header, section.fields, section.text === 'HEADER.FIELDS.NOT'), partial)
  }
  if (section.part === '' && section.text === 'HEADER' && isWholeHeader(message)) return fromMemory(message.header!, partial)
  const range = rangeOf(message, section)
  return range && (await fromStore(mailbox, message, cut(range, partial)))
}

function rangeOf(message: StoredMessage, { part, text }: SectionRequest): OctetRange | undefined {
  if (part === '' && text === '') return { start: 0, end: message.size }
  const name = text.startsWith('HEADER') ? 'HEADER' : text
  return locateSection(message.parts ?? [], part + (part && name && '.') + name)
}

/** The stored header is the whole of it unless the message has a longer one. */
function isWholeHeader({ header, parts }: StoredMessage): boolean {
  return header !== undefined && header.length === (parts?.[0]?.bodyStart ?? -1)
}

async function readHeader(mailbox: Mailbox, message: StoredMessage, section: SectionRequest): Promise<Uint8Array | undefined> {
  if (section.part === '' && isWholeHeader(message)) return message.header
  const range = rangeOf(message, section)
  if (!range) return undefined
  const end = Math.min(range.end, range.start + HEADER_READ_LIMIT)
  const chunks: Uint8Array[] = []
  for await (const chunk of mailbox.content(message.uid, { start: range.start, end })) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** RFC 3501 §6.4.5: an origin beyond the end gives an empty string, and the count is cut at the end. */
function cut({ start, end }: OctetRange, partial: ContentItem['partial']): OctetRange {
  if (!partial) return { start, end }
  const from = Math.min(end, start + partial.origin)
  return { start: from, end: Math.min(end, from + partial.count) }
}

function fromMemory(octets: Uint8Array, partial: ContentItem['partial']): OpenSection {
  const { start, end } = cut({ start: 0, end: octets.length }, partial)
  return { size: end - start, content: end > start ? [octets.subarray(start, end)] : [] }
}

async function fromStore(mailbox: Mailbox, message: StoredMessage, range: OctetRange): Promise<OpenSection> {
  const size = range.end - range.start
  if (size === 0) return { size, content: [] }
  return startReading({ size, content: mailbox.content(message.uid, range) })
}

async function startReading<Section extends OpenSection | undefined>(section: Section): Promise<Section> {
  if (!section || !(Symbol.asyncIterator in section.content)) return section
  const chunks = section.content[Symbol.asyncIterator]()
  const first = await chunks.next()
  return { ...section, content: resumed(first, chunks) }
}

async function* resumed(first: IteratorResult<Uint8Array>, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    for (let next = first; !next.done; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}
