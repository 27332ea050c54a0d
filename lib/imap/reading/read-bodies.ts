import { attachmentParts } from '#lib/mail/reading/attachments.ts'
import { chooseBodies } from '#lib/mail/reading/body-choice.ts'
import { findPart, type BodyPart } from '#lib/mail/body-structure.ts'
import { isTnef } from '#lib/mail/reading/packed.ts'
import { signedParts } from '#lib/mail/reading/trust/signed-parts.ts'
import type { Uid } from '#lib/mail/uid.ts'
import { wordsBehindBase64 } from '#lib/mime/decoders/words-behind-base64.ts'
import { decodeTransferOctets } from '#lib/mime/transfer-encoding.ts'
import type { ImapFlow } from 'imapflow'
import type { Argument } from '../command.ts'
import { fetchMessages, section, UID, type Fetched } from './fetch.ts'
import { readRange } from './part-content.ts'

/** A body as it was read: transfer-decoded octets in the charset of its part. */
export interface ReadBody {
  readonly part: BodyPart
  readonly octets: Uint8Array
  /** True when the part goes on. */
  readonly cut: boolean
  /** For HTML: the plain alternative that says the same, if there is one. */
  readonly plain?: ReadBody
}

/** Of the bodies of a message that are fetched to show it; with its header under 256 KB on the wire (promise 5). */
export const BODY_OCTETS = 160 * 1024

/** The beginnings of sections that show a message: how many octets of each. */
export type BodyLengths = ReadonlyMap<string, number>

/** What of a message is fetched to show its bodies, each cut to what the budget leaves for it. */
export function bodyLengths(structure: BodyPart, prefer?: 'text'): BodyLengths {
  return allot(chooseBodies(structure, prefer).flatMap(({ part, plain }) => (plain ? [plain, part] : [part])))
}

export interface BodiesWanted {
  readonly prefer?: 'text' | undefined
  /** What has come of the message before, by section. */
  readonly fetched?: Fetched['sections']
}

/** FETCH items for them. */
export function bodyItems(lengths: BodyLengths): readonly Argument[] {
  return [...lengths].map(([name, length]) => section(name, { start: 0, length }))
}

/** All bodies in one FETCH; in none where `fetched` has them already. */
export async function readBodies(client: ImapFlow, uid: Uid, structure: BodyPart, { prefer, fetched: sections = new Map() }: BodiesWanted): Promise<readonly ReadBody[]> {
  const missing = new Map([...bodyLengths(structure, prefer)].filter(([name]) => !sections.has(name.toUpperCase())))
  const fetched = missing.size === 0 ? [] : await fetchMessages(client, { by: 'uid', set: String(uid) }, [UID, ...bodyItems(missing)])
  const all = new Map([...sections, ...(fetched.find((message) => message.uid === uid)?.sections ?? [])])
  const read = (part: BodyPart): ReadBody => {
    const raw = all.get(part.section.toUpperCase()) ?? Buffer.alloc(0)
    return { part, octets: decodeBody(raw, part), cut: raw.length < part.size }
  }
  return chooseBodies(structure, prefer).map(({ part, plain }) => ({ ...read(part), ...(plain ? { plain: read(plain) } : {}) }))
}

/** The octets of a text without their transfer encoding. Words where base64 is promised, or below it, stay as they are: no encoder writes a blank between two of them. */
export function decodeBody(raw: Uint8Array, { encoding }: BodyPart): Uint8Array {
  const [first = ''] = Buffer.from(raw.subarray(0, 1000)).toString('latin1').trim().split(/[\r\n]/)
  if (encoding !== 'base64') return decodeTransferOctets(raw, encoding)
  if (/[^\s=] +[^\s=]/.test(first)) return raw
  const end = wordsBehindBase64(raw)
  const text = decodeTransferOctets(raw.subarray(0, end), encoding)
  return end === raw.length ? text : Buffer.concat([text, Buffer.from('\n'), raw.subarray(end)])
}

/** The parts whose text lies in their signature, or in TNEF where nothing else says anything; at most what the bodies beside them leave of the budget. */
export async function readOpaque(client: ImapFlow, uid: Uid, structure: BodyPart, beside: readonly ReadBody[]): Promise<readonly ReadBody[]> {
  const signed = signedParts(structure).filter(({ kind }) => kind === 'opaque').flatMap(({ content }) => findPart(structure, content) ?? [])
  const isSilent = beside.every(({ octets, plain }) => isBlank(octets) && (!plain || isBlank(plain.octets)))
  const parts = signed.length === 0 && isSilent ? attachmentParts(structure).filter(isTnef).slice(0, 1) : signed
  let room = BODY_OCTETS - beside.flatMap(({ part, plain }) => (plain ? [part, plain.part] : [part])).reduce((sum, { size }) => sum + size, 0)
  const read: ReadBody[] = []
  for (const part of parts) {
    const length = Math.min(room, part.size)
    if (length <= 0) break
    room -= length
    const raw = await readRange(client, { uid, section: part.section }, { start: 0, length })
    read.push({ part, octets: decodeTransferOctets(raw, part.encoding), cut: raw.length < part.size })
  }
  return read
}

/** How many octets of each part are fetched: the first ones have theirs, the last what is left. */
function allot(parts: readonly BodyPart[]): ReadonlyMap<string, number> {
  const lengths = new Map<string, number>()
  let budget = BODY_OCTETS
  for (const { section: name, size } of parts) {
    const length = Math.min(budget, size)
    if (length > 0) lengths.set(name, length)
    budget -= length
  }
  return lengths
}

/** True where there is nothing that anybody would see. */
export function isBlank(octets: Uint8Array): boolean {
  return octets.every((octet) => octet <= 0x20)
}
