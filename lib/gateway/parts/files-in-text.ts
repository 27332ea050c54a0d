import type { ReadBody } from '#lib/imap/reading/read-bodies.ts'
import type { AttachmentView } from '#lib/mail/reading/message-view.ts'
import { safeFileName } from '#lib/mail/reading/safe-file-name.ts'
import { typeOfName } from '#lib/mail/reading/type-of-name.ts'
import { isViewable } from '#lib/mail/reading/viewable.ts'
import { decodeOctets } from '#lib/mime/charset.ts'
import { decodeUuencoded, findUuencoded, withoutFiles, type UuencodedFile } from '#lib/mime/decoders/uuencoded-files.ts'
import type { PackedFile } from '#lib/mime/tnef/unpack-tnef.ts'

export interface TextWithoutFiles {
  readonly body: ReadBody
  readonly files: readonly AttachmentView[]
}

/** A body without the uuencoded files that stand in its text, and these files. */
export function withoutTextFiles(body: ReadBody, charset?: string): TextWithoutFiles {
  const { part, octets, cut } = body
  if (part.subtype === 'html' || !mayHoldFiles(octets)) return { body, files: [] }
  const text = inLines(octets)
  const found = findUuencoded(text, { cut })
  if (found.length === 0) return { body, files: [] }
  const names = namesOf(found, charset ?? part.parameters.charset)
  // Of one that goes on behind what was read its rest is not known: 45 octets are a line of 62.
  const unread = cut && found.at(-1)?.end === text.length ? Math.floor(((part.size - octets.length) * 45) / 63) : 0
  const files = found.map(({ size }, at) => {
    const name = names[at] ?? ''
    const mediaType = typeOfName(name)
    return { section: part.section, packed: at, name, mediaType, size: size + (at === found.length - 1 ? unread : 0), viewable: isViewable(mediaType) }
  })
  return { body: { ...body, octets: Buffer.from(withoutFiles(text, found), 'latin1') }, files }
}

/** The uuencoded files in a whole text, in the same order; undefined where there is none. */
export function filesInText(octets: Uint8Array, charset?: string): readonly PackedFile[] | undefined {
  const text = inLines(octets)
  const found = findUuencoded(text)
  if (found.length === 0) return undefined
  const names = namesOf(found, charset)
  return found.map((file, at) => ({ name: names[at] ?? '', mediaType: typeOfName(names[at] ?? ''), content: decodeUuencoded(text, file) }))
}

/** Most texts hold none, and every message that is opened is looked at. */
function mayHoldFiles(octets: Uint8Array): boolean {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.length).includes('begin ')
}

/** A character for each octet, lines with LF: what is uuencoded is ASCII in every charset that mail has. */
function inLines(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('latin1').replace(/\r\n?/g, '\n')
}

function namesOf(files: readonly UuencodedFile[], charset = ''): readonly string[] {
  return files.map(({ name }) => safeFileName(decodeOctets(Buffer.from(name, 'latin1'), charset)))
}
