import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { partName } from '#lib/mail/reading/attachments.ts'
import type { BodyPart } from '#lib/mail/body-structure.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { partFileName } from '#lib/mail/reading/part-file-name.ts'
import { distinctFileNames } from '#lib/mail/reading/safe-file-name.ts'
import { isViewable, rasterType } from '#lib/mail/reading/viewable.ts'
import { decodeOctets } from '#lib/mime/charset.ts'
import { isPacked } from '#lib/mail/reading/packed.ts'
import { isOpaque } from '#lib/mail/reading/trust/signed-parts.ts'
import { unpackTnef, type PackedFile } from '#lib/mime/tnef/unpack-tnef.ts'
import { filesInside } from '../signatures/inside-signature.ts'
import { filesInText } from './files-in-text.ts'
import { wholePart } from './whole-part.ts'

/** Octets of a packed part that are read, all of them at once: more than mail servers commonly take. */
const PACKED_LIMIT = 32 * 1024 * 1024

export interface UnpackedPart {
  /** What the packed part is called. */
  readonly name: string
  /** Each with a safe name of its own. */
  readonly files: readonly PackedFile[]
}

/** The files inside a winmail.dat, an S/MIME signature or, by uuencode, a text; `charset` is that of the names, where somebody chose one. Throws GatewayError 'no-such-part' for what is none, 'too-large', 'no-such-message', 'mailbox-replaced'. */
export async function unpackPart(connections: AccountConnections, ref: MessageRef, section: string, charset?: string): Promise<UnpackedPart> {
  const { part, octets } = await wholePart(connections, { ref, section }, (each) => isPacked(each) || isPlainText(each), PACKED_LIMIT)
  const files = isOpaque(part) ? filesInside(octets) : isPlainText(part) ? filesInText(octets, charset ?? part.parameters.charset) : unpackTnef(octets)
  if (!files) throw new GatewayError('no-such-part', 'nothing packed')
  const names = distinctFileNames(files.map(({ name }) => name))
  return { name: isOpaque(part) ? partName(part) || 'smime.p7m' : isPlainText(part) ? partFileName(part) : 'winmail.dat', files: files.map((file, at) => ({ ...file, name: names[at] ?? file.name })) }
}

/** The kinds of text that are shown as one, html apart. */
function isPlainText(part: BodyPart): boolean {
  return part.type === 'text' && part.subtype !== 'html'
}

/** One of them, to be saved, or to be viewed where that is safe: text in UTF-8, a picture where its octets are one (threats D5). */
export function packedDelivery({ name, mediaType, content }: PackedFile, wanted: 'inline' | 'attachment'): PackedFile & { readonly disposition: 'inline' | 'attachment' } {
  if (wanted === 'attachment' || !isViewable(mediaType)) return { name, mediaType, content, disposition: 'attachment' }
  if (mediaType === 'text/plain') return { name, mediaType, content: new TextEncoder().encode(decodeOctets(content, '')), disposition: 'inline' }
  const raster = rasterType(content)
  return raster === undefined ? { name, mediaType: 'application/octet-stream', content, disposition: 'attachment' } : { name, mediaType: raster, content, disposition: 'inline' }
}
