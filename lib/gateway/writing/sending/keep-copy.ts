import { checkAddresses } from '#lib/composition/addresses/check-addresses.ts'
import type { KeptComposition, SentCopy, SubmissionRecord } from '#lib/composition/kept-composition.ts'
import { composeOutgoing, writeBlindCopies } from '#lib/composition/message/compose-message.ts'
import { findByHeader } from '#lib/imap/append/find-by-header.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { appendSpooled } from '../append-spooled.ts'
import { wholeMessage } from '../formatted/whole-message.ts'
import type { Writer } from '../writing.ts'
import { asItGoesOut } from './as-it-goes-out.ts'
import type { CopyAhead } from './copy-ahead.ts'
import { COPY_FLAGS, copyMailbox } from './copy-target.ts'
import { markOf } from './mark-of.ts'

/** What became of the copy. */
export interface KeptCopy {
  /** Where it is; undefined where nothing of the message was left to make one of. */
  readonly ref?: MessageRef
  /** What its sender is told of it. */
  readonly told: SentCopy
}

/** The octets of a copy. */
interface CopyFile {
  readonly file: string
  readonly size: number
  /** It was made for the copy, and goes when that is there. */
  readonly isRemade: boolean
}

/**
 * Puts the copy of what was sent where it belongs, once, however often it is called: it lets the one go that was begun ahead, and where nothing has come of that, or nobody
 * knows, makes one unless one is there. Where the octets that were sent have gone, the copy is made of the composition as it is
 * kept, under the same Message-ID and date; files that have gone with them are named.
 */
export async function keepCopy(writer: Writer, kept: KeptComposition, { record, ahead }: { readonly record: SubmissionRecord; readonly ahead: CopyAhead | undefined }): Promise<KeptCopy> {
  const { store, spool } = writer.writing
  const there = await ahead?.finish()
  const { mailbox, missing } = there?.target ?? (await copyMailbox(writer, kept))
  const elsewhere = missing === undefined ? {} : { missing }
  if (there?.ref) return { ref: there.ref, told: elsewhere }
  const mark = markOf(kept)
  const size = await spool.size(record.message)
  // An earlier attempt may have succeeded without our hearing of it: exactly one copy.
  const earlier = record.copying || size === undefined ? (await findByHeader(writer.connections, mailbox, mark.name, mark.value)).at(-1) : undefined
  if (earlier) return { ref: earlier, told: elsewhere }
  const without = size === undefined ? await goneFiles(writer, kept) : []
  // What is redirected is nothing without the message itself.
  if (kept.kind === 'redirect' && without.length > 0) return { told: { isLost: true } }
  await store.recordSubmission(writer.session.account, kept.id, { ...record, copying: true })
  const copy = size === undefined ? await remade(writer, kept, { sentAt: record.sentAt, without }) : { file: record.message, size, isRemade: false }
  const before = writeBlindCopies(kept, checkAddresses(asItGoesOut(writer, kept).message).bcc)
  try {
    const ref = await appendSpooled(writer.connections, spool, { mailbox, flags: COPY_FLAGS, before, file: copy.file, size: copy.size, mark })
    return { ref, told: { ...elsewhere, ...(copy.isRemade ? { isRemade: true as const } : {}), ...(without.length > 0 ? { without } : {}) } }
  } finally {
    if (copy.isRemade) await spool.remove([copy.file])
  }
}

/** The names of attachments that are not there whole any more. */
async function goneFiles({ writing: { spool } }: Writer, { attachments }: KeptComposition): Promise<readonly string[]> {
  const gone: string[] = []
  for (const { id, name, size } of attachments) if ((await spool.size(id)) !== size) gone.push(name)
  return gone
}

async function remade(writer: Writer, kept: KeptComposition, { sentAt, without }: { readonly sentAt: number; readonly without: readonly string[] }): Promise<CopyFile> {
  const { store, spool, userAgent, log } = writer.writing
  const left = { ...kept, attachments: kept.attachments.filter(({ name }) => !without.includes(name)) }
  const { message, identity } = asItGoesOut(writer, await wholeMessage(store, writer.session.account, left))
  const { id, size } = await spool.write(composeOutgoing(message, { spool, userAgent, date: new Date(sentAt), organization: identity.organization }).content)
  log.info('copy made anew', { missing: without.length })
  return { file: id, size, isRemade: true }
}
