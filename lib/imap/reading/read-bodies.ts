import { chooseBodies } from '#lib/mail/reading/body-choice.ts'
import { findPart, type BodyPart } from '#lib/mail/body-structure.ts'
import { signedParts } from '#lib/mail/reading/trust/signed-parts.ts'
import type { Uid } from '#lib/mail/uid.ts'
import { decodeTransferOctets } from '#lib/mime/transfer-encoding.ts'
import type { ImapFlow } from 'imapflow'
import { fetchMessages, section, UID } from './fetch.ts'
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

/** All bodies in one FETCH, each cut to what the budget leaves for it. */
export async function readBodies(client: ImapFlow, uid: Uid, structure: BodyPart, prefer: 'text' | undefined): Promise<readonly ReadBody[]> {
  const chosen = chooseBodies(structure, prefer)
  const lengths = allot(chosen.flatMap(({ part, plain }) => (plain ? [plain, part] : [part])))
  const items = [...lengths].map(([name, length]) => section(name, { start: 0, length }))
  if (items.length === 0) return []
  const fetched = await fetchMessages(client, { by: 'uid', set: String(uid) }, [UID, ...items])
  const sections = fetched.find((message) => message.uid === uid)?.sections ?? new Map<string, Buffer>()
  const read = (part: BodyPart): ReadBody => {
    const raw = sections.get(part.section.toUpperCase()) ?? Buffer.alloc(0)
    return { part, octets: decodeTransferOctets(raw, part.encoding), cut: raw.length < part.size }
  }
  return chosen.map(({ part, plain }) => ({ ...read(part), ...(plain ? { plain: read(plain) } : {}) }))
}

/** The parts whose text lies in their signature, at most what the bodies beside them leave of the budget. */
export async function readOpaque(client: ImapFlow, uid: Uid, structure: BodyPart, beside: readonly ReadBody[]): Promise<readonly ReadBody[]> {
  const parts = signedParts(structure).filter(({ kind }) => kind === 'opaque').flatMap(({ content }) => findPart(structure, content) ?? [])
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
