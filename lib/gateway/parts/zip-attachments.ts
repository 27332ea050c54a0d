import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { streamParts, type StreamedPart } from '#lib/imap/operations/stream-parts.ts'
import { walkParts, type BodyPart } from '#lib/mail/body-structure.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { attachmentsBeside, picturesBeside } from '#lib/mail/reading/attachments.ts'
import { chooseBodies } from '#lib/mail/reading/body-choice.ts'
import { partFileName } from '#lib/mail/reading/part-file-name.ts'
import { distinctFileNames } from '#lib/mail/reading/safe-file-name.ts'
import { Zip, ZipPassThrough } from 'fflate'

/** More files than these in one archive are no letter: each is fetched by itself, and the table of contents is held in memory. */
const FILES_LIMIT = 1_000
/** Octets: the format without its 64-bit extension counts no further. */
const ARCHIVE_LIMIT = 4_000_000_000

/**
 * All attachments of a message in one zip archive, made while it is read: files as they are, since most are compressed already, each under
 * a name that is safe and its own, by `charset` where it declares none. Throws GatewayError 'no-such-part' where there is none, 'too-large', 'no-such-message', 'mailbox-replaced'.
 */
export async function zipAttachments(connections: AccountConnections, ref: MessageRef, charset?: string): Promise<ReadableStream<Uint8Array>> {
  return streamParts(connections, ref, { charset, choose: chooseAttachments, write: zipParts })
}

function chooseAttachments(root: BodyPart): readonly BodyPart[] {
  const pictures = picturesBeside(root).filter(({ among }) => ![...walkParts(among)].some(({ subtype }) => subtype === 'html'))
  const parts = attachmentsBeside(root, chooseBodies(root).map(({ part }) => part), pictures.map(({ part }) => part))
  if (parts.length === 0) throw new GatewayError('no-such-part', 'no attachments')
  const octets = parts.reduce((sum, { size }) => sum + size, 0)
  if (parts.length > FILES_LIMIT || octets > ARCHIVE_LIMIT) throw new GatewayError('too-large', 'for one archive')
  return parts
}

/** The archive of those parts, each read to its end before the next is fetched. */
export async function* zipParts(parts: readonly StreamedPart[]): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = []
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    if (chunk.length > 0) ready.push(chunk)
  })
  const names = distinctFileNames(parts.map(({ part }) => partFileName(part)))
  for (const [at, { content }] of parts.entries()) {
    const file = new ZipPassThrough(names[at] ?? 'part')
    zip.add(file)
    for await (const chunk of content()) {
      file.push(chunk)
      yield* ready.splice(0)
    }
    file.push(new Uint8Array(0), true)
    yield* ready.splice(0)
  }
  zip.end()
  yield* ready.splice(0)
}
