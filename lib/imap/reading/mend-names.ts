import { partName } from '#lib/mail/reading/attachments.ts'
import { walkParts, type BodyPart } from '#lib/mail/body-structure.ts'
import type { Uid } from '#lib/mail/uid.ts'
import { firstValue, parseHeader } from '#lib/mime/header.ts'
import { parseStructured } from '#lib/mime/parameters.ts'
import type { ImapFlow } from 'imapflow'
import { fetchMessages, section, UID } from './fetch.ts'

/** More broken names than these are left as they are. */
const NAMES_LIMIT = 20
const HEADER_OCTETS = 8 * 1024

/**
 * The structure with the file names that were lost on the way: raw octets beyond ASCII in a quoted string arrive as replacement
 * characters, and of a name with blanks and without quotes some servers tell the first word alone. The headers of those parts are fetched as octets and read again, by
 * `charset`. Costs nothing where every name is whole.
 */
export async function mendNames(client: ImapFlow, uid: Uid, root: BodyPart, charset = ''): Promise<BodyPart> {
  const broken = [...walkParts(root)].filter(isBroken).slice(0, NAMES_LIMIT)
  if (broken.length === 0) return root
  const items = broken.map((part) => section(headerSection(root, part), { start: 0, length: HEADER_OCTETS }))
  const sections = (await fetchMessages(client, { by: 'uid', set: String(uid) }, [UID, ...items])).find((message) => message.uid === uid)?.sections
  const headers = new Map(broken.map((part) => [part.section, sections?.get(headerSection(root, part).toUpperCase())]))
  return withHeaders(root, { headers, charset })
}

/** By the look of its name: octets that were none of UTF-8, or no ending, as files have. */
function isBroken(part: BodyPart): boolean {
  const name = partName(part)
  return name.includes('\ufffd') || (name !== '' && part.type !== 'message' && !/[.\s]/.test(name))
}

/** A message of one part has its part's header in its own (RFC 9051 §6.4.5.1). */
function headerSection(root: BodyPart, part: BodyPart): string {
  return part === root ? 'HEADER' : `${part.section}.MIME`
}

interface Names {
  readonly headers: ReadonlyMap<string, Uint8Array | undefined>
  readonly charset: string
}

function withHeaders(part: BodyPart, names: Names): BodyPart {
  const children = part.children.map((child) => withHeaders(child, names))
  const header = names.headers.get(part.section)
  return header ? { ...part, ...named(part, header, names.charset), children } : { ...part, children }
}

function named(part: BodyPart, header: Uint8Array, charset: string): Partial<BodyPart> {
  const fields = parseHeader(header)
  const parametersOf = (name: string): Readonly<Record<string, string>> => parseStructured(firstValue(fields, name) ?? '', charset).parameters
  return {
    parameters: { ...part.parameters, ...parametersOf('content-type') },
    ...(part.disposition ? { disposition: { ...part.disposition, parameters: { ...part.disposition.parameters, ...parametersOf('content-disposition') } } } : {}),
  }
}
