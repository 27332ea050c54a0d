import { attachmentMediaType, attachmentName } from '#lib/composition/attachment-name.ts'
import { usableAttachmentSize } from '#lib/composition/composition-limits.ts'
import type { KeptComposition } from '#lib/composition/kept-composition.ts'
import type { Upload } from '#lib/composition/upload-store.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { makeLink, requireLinkable } from '../../file-links/link-file.ts'
import { attachmentTooLarge } from '../attach-file.ts'
import type { Writer } from '../writing.ts'

/*
 * Uploads that go on after a break, with the ideas of tus 1.0: the browser asks how much is here, and sends the next piece from there. Until the last octet is here
 * the file is an upload and no attachment, so nothing that is incomplete ever gets into a message.
 */

/** What a browser knows of a file before it sends any of it. */
export interface AnnouncedFile {
  readonly name: string
  readonly mediaType: string
  readonly size: number
  /** Milliseconds since 1970. */
  readonly modified: number
  /** It is to become a link, not an attachment. */
  readonly asLink?: boolean
}

/** How far an upload is; with the last octet the composition that has it, or that it is a link. */
export interface UploadProgress {
  readonly id: string
  /** Octets that are here for good, from which to go on. */
  readonly received: number
  readonly attached?: KeptComposition
  readonly linked?: true
}

/**
 * Begins to take a file, or goes on with the same one of this composition: same name, size and time. Throws GatewayError('too-large') with the usable size, base64
 * counted, and 'over-quota', before any of it is sent; 'no-such-composition', 'conflict' where the message is on its way.
 */
export async function beginUpload(writer: Writer, composition: string, file: AnnouncedFile): Promise<UploadProgress> {
  const { writing: { store, uploads, spool, quota }, session: { account } } = writer
  const kept = await openOne(writer, composition)
  const announced = { composition, name: attachmentName(file.name), mediaType: attachmentMediaType(file.mediaType), size: file.size, modified: file.modified, asLink: file.asLink === true }
  const before = await uploads.findSame(account, announced)
  if (before) return progressOf(writer, before)
  if (announced.asLink) await requireLinkable(writer, announced)
  else requireRoom(writer, kept, announced, Math.max(0, quota - (await store.spooled(account))))
  const id = await spool.begin()
  const upload = { ...announced, id, received: 0 }
  try {
    await uploads.begin(account, upload)
  } catch (error) {
    await spool.remove([id])
    throw error
  }
  return progressOf(writer, upload)
}

/** How far it is. Throws GatewayError('no-such-part') where there is no such upload, or not any more. */
export async function uploadProgress(writer: Writer, composition: string, id: string): Promise<UploadProgress> {
  return progressOf(writer, await required(writer, composition, id))
}

/**
 * Takes a piece that begins at that octet. What arrived before a break is kept. Throws GatewayError('conflict') where another octet is the next one or another
 * piece is arriving, 'too-large' beyond the announced size, 'invalid' where the checksum (SHA-256, base64) is not that of the piece, 'no-such-part' where what came
 * before it has gone.
 */
export function receivePiece(writer: Writer, composition: string, id: string, piece: { readonly offset: number; readonly sha256?: string; readonly content: AsyncIterable<Uint8Array> }): Promise<UploadProgress> {
  const { writing: { uploads, spool, scan }, session: { account } } = writer
  return alone(id, async () => {
    const upload = await required(writer, composition, id)
    if (piece.offset !== upload.received) throw new GatewayError('conflict', `piece at ${piece.offset} of ${upload.received}`, { refusal: { name: 'upload-broke-off' } })
    if (((await spool.size(id)) ?? -1) < upload.received) throw await withoutBeginning(writer, id)
    const { size, failure } = await spool.append(id, { offset: piece.offset, limit: upload.size, ...(piece.sha256 === undefined ? {} : { sha256: piece.sha256 }) }, piece.content)
    // What is whole is no upload in a moment, unless it takes a while to look at; a crash in that moment has its last piece sent once more.
    if (size < upload.size || failure !== undefined || scan) await uploads.record(account, id, size)
    if (failure !== undefined) throw new GatewayError('invalid', 'upload broke off', { cause: failure, refusal: { name: 'upload-broke-off' } })
    return progressOf(writer, { ...upload, received: size })
  })
}

/** What is no longer here whole is no upload any more: whoever sends it begins anew. */
async function withoutBeginning({ writing: { uploads, spool }, session: { account } }: Writer, id: string): Promise<GatewayError> {
  await uploads.remove(account, id)
  await spool.remove([id])
  return new GatewayError('no-such-part', 'the beginning of the upload has gone')
}

/** Gives it up; one that is there no more is no mistake. */
export async function cancelUpload({ writing: { uploads, spool }, session: { account } }: Writer, composition: string, id: string): Promise<void> {
  await alone(id, async () => {
    if (!(await uploads.find(account, composition, id))) return
    await uploads.remove(account, id)
    await spool.remove([id])
  })
}

/** What became of it, once the last octet is here. Whoever asks while that is seen to, as while it is looked at for viruses, hears the same. */
async function progressOf(writer: Writer, upload: Upload): Promise<UploadProgress> {
  const { id, received, size, asLink } = upload
  if (received < size) return { id, received }
  return writer.writing.running.join(`upload\n${id}`, async (): Promise<UploadProgress> => {
    if (!asLink) return { id, received, attached: await attach(writer, upload) }
    await link(writer, upload)
    return { id, received, linked: true }
  })
}

async function link(writer: Writer, upload: Upload): Promise<void> {
  const { writing: { fileLinks }, session: { account } } = writer
  await settle(writer, upload, async () => {
    // A crash between the two leaves a link that is still an upload, too.
    if (!(await fileLinks.find(account, upload.id))) await makeLink(writer, upload)
  })
}

/** What is whole is no upload any more, and its file has gone where it could not be used. */
async function settle<T>({ writing: { uploads, spool }, session: { account } }: Writer, { id }: Upload, use: () => Promise<T>): Promise<T> {
  try {
    const used = await use()
    await uploads.remove(account, id)
    return used
  } catch (error) {
    await uploads.remove(account, id)
    await spool.remove([id])
    throw error
  }
}

async function attach(writer: Writer, upload: Upload): Promise<KeptComposition> {
  const { writing: { store, scan, spool }, session: { account } } = writer
  const { id, composition, name, mediaType, size } = upload
  const kept = await openOne(writer, composition)
  return settle(writer, upload, async () => {
    // A crash between the two leaves an attachment that is still an upload, too.
    if (kept.attachments.some((each) => each.id === id)) return kept
    requireRoom(writer, kept, { name, size }, Number.MAX_SAFE_INTEGER)
    await scan?.({ path: spool.path(id), name })
    return store.addAttachment(account, composition, { id, name, mediaType, size })
  })
}

function requireRoom({ writing, fileLinks }: Writer, kept: KeptComposition, { name, size }: Pick<AnnouncedFile, 'name' | 'size'>, left: number): void {
  const usable = usableAttachmentSize(writing.messageSize, kept.attachments.map((each) => each.size))
  if (size > Math.min(usable, left)) throw attachmentTooLarge(name, { usable, left, mayLink: size <= (fileLinks?.rules.size ?? 0) })
}

async function openOne({ writing, session }: Writer, composition: string): Promise<KeptComposition> {
  const kept = await writing.store.get(session.account, composition)
  if (kept.state !== 'open') throw new GatewayError('conflict', `state ${kept.state}`, { refusal: { name: 'composition-being-sent' } })
  return kept
}

async function required({ writing, session }: Writer, composition: string, id: string): Promise<Upload> {
  const upload = await writing.uploads.find(session.account, composition, id)
  if (!upload) throw new GatewayError('no-such-part', 'upload')
  return upload
}

const arriving = new Set<string>()

/** One piece of an upload at a time. */
async function alone<T>(id: string, task: () => Promise<T>): Promise<T> {
  if (arriving.has(id)) throw new GatewayError('conflict', 'another piece is arriving', { refusal: { name: 'upload-broke-off' } })
  arriving.add(id)
  try {
    return await task()
  } finally {
    arriving.delete(id)
  }
}
