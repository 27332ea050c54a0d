import type { Mailbox, OctetRange, StoredMessage } from '#lib/mail-store/mail-store.ts'
import type { PartExtent } from '#lib/mime/digest.ts'
import { findNumbered } from '#lib/mime/section.ts'
import { decodeTransfer, isKnownEncoding } from '#lib/mime/transfer-encoding.ts'
import type { ComputedItem, ContentItem, FetchItem } from './fetch-items.ts'
import type { OpenSection } from './section-content.ts'

/** A part's octets without their transfer encoding (RFC 3516 §4.2). */
interface DecodedPart {
  readonly range: OctetRange
  readonly encoding: string
  readonly counted: { readonly decodedSize: number; readonly hasNul: boolean } | undefined
}

/** `BINARY.SIZE[part]`; 0 where there is no such part, as the NIL of BINARY has no octets. */
export function binarySize(part: string): ComputedItem {
  const name = `BINARY.SIZE[${part}]`
  return {
    kind: 'computed',
    name,
    fields: part === '' ? [] : ['parts'],
    decodedPart: part,
    async write(mailbox, message) {
      const decoded = decodedPart(message, part)
      return `${name} ${decoded ? (await countOf(mailbox, message, decoded)).decodedSize : 0}`
    },
  }
}

/** RFC 3516 §4.3: true where the item needs a transfer encoding undone that is not known here. */
export function isUndecodable(item: FetchItem, message: StoredMessage): boolean {
  const part = item.kind === 'computed' ? item.decodedPart : item.kind === 'content' && item.decoded ? item.section.part : undefined
  const decoded = part === undefined ? undefined : decodedPart(message, part)
  return decoded !== undefined && !isKnownEncoding(decoded.encoding)
}

/** The decoded octets of the item's part, cut to its `<origin.count>`; undefined where the message has no such part. */
export async function openDecoded(mailbox: Mailbox, message: StoredMessage, { section, partial }: ContentItem): Promise<OpenSection | undefined> {
  const part = decodedPart(message, section.part)
  if (!part) return undefined
  const { decodedSize, hasNul } = await countOf(mailbox, message, part)
  const from = Math.min(partial?.origin ?? 0, decodedSize)
  const size = Math.min(partial?.count ?? Infinity, decodedSize - from)
  // RFC 3516 §4.3: a client learns from the kind of literal whether there may be a NUL.
  return { size, content: size === 0 ? [] : within(decode(mailbox, message, part), from, size), mayHoldNul: hasNul }
}

function decodedPart(message: StoredMessage, number: string): DecodedPart | undefined {
  if (number === '') return identity({ start: 0, end: message.size })
  const part = findNumbered(message.parts ?? [], number)
  if (!part) return undefined
  const range = { start: part.bodyStart, end: part.bodyEnd }
  // RFC 2045 §6.4: what has parts inside has no encoding of its own.
  if (part.mediaType.startsWith('multipart/')) return identity(range)
  return { range, encoding: part.encoding, counted: countedIn(part, range) }
}

function countedIn({ encoding, decodedSize, hasNul }: PartExtent, { start, end }: OctetRange): DecodedPart['counted'] {
  if (decodedSize !== undefined) return { decodedSize, hasNul: hasNul ?? true }
  return ['7bit', '8bit', 'binary'].includes(encoding) ? { decodedSize: end - start, hasNul: true } : undefined
}

function identity(range: OctetRange): DecodedPart {
  return { range, encoding: 'binary', counted: { decodedSize: range.end - range.start, hasNul: true } }
}

/** What was counted at append; parts that nobody has counted are read. */
async function countOf(mailbox: Mailbox, message: StoredMessage, part: DecodedPart): Promise<NonNullable<DecodedPart['counted']>> {
  if (part.counted) return part.counted
  let decodedSize = 0
  let hasNul = false
  for await (const chunk of decode(mailbox, message, part)) {
    decodedSize += chunk.length
    hasNul ||= chunk.includes(0)
  }
  return { decodedSize, hasNul }
}

function decode(mailbox: Mailbox, { uid }: StoredMessage, { range, encoding }: DecodedPart): AsyncIterable<Uint8Array> {
  return decodeTransfer(mailbox.content(uid, range), encoding)
}

/** `size` octets from `from` on; what lies behind them is not read. */
async function* within(octets: AsyncIterable<Uint8Array>, from: number, size: number): AsyncGenerator<Uint8Array> {
  let before = from
  let left = size
  for await (const chunk of octets) {
    const taken = chunk.subarray(before, before + left)
    before = Math.max(0, before - chunk.length)
    left -= taken.length
    if (taken.length > 0) yield taken
    if (left === 0) return
  }
}
