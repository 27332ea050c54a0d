import { checkAddresses } from '#lib/composition/check-addresses.ts'
import { writeBlindCopies } from '#lib/composition/message/compose-message.ts'
import type { CompositionOutcome, KeptComposition, SubmissionRecord } from '#lib/composition/kept-composition.ts'
import { findByHeader } from '#lib/imap/append/find-by-header.ts'
import { changeFlags } from '#lib/imap/operations/change-flags.ts'
import { ensureSpecialUse } from '#lib/imap/operations/ensure-special-use.ts'
import { FORWARDED } from '#lib/mail/flags.ts'
import { GatewayError, isGatewayError } from '#lib/mail/gateway-error.ts'
import { chosenMailboxes } from '#lib/mail/preferences/chosen-mailboxes.ts'
import { readMessageId } from '#lib/mail/message-ref.ts'
import { stat } from 'node:fs/promises'
import { appendSpooled } from '../append-spooled.ts'
import { removeDrafts } from '../remove-drafts.ts'
import { asItGoesOut } from './as-it-goes-out.ts'
import type { Writer } from '../writing.ts'

/** A step after sending that could not be done: the copy for Sent, the mark on the original, the draft away. */
export type Leftover = keyof Pick<SubmissionRecord, 'copied' | 'marked' | 'draftRemoved'>

/** The server has taken the message. */
export interface Submitted {
  readonly outcome: CompositionOutcome
  /** What could not be done after it; without the copy the composition is kept. */
  readonly leftovers: readonly Leftover[]
}

/**
 * What follows once a server has the message, each step remembered on the disk when it is done: a copy in Sent, the flag on the
 * original, the draft away, the composition closed. A step that fails leaves the composition as `accepted`, to be finished by pressing Send again
 * or at sign-out; the message is never submitted again.
 */
export async function finishSubmission(writer: Writer, id: string): Promise<Submitted> {
  const { store, spool, log } = writer.writing
  const { account } = writer.session
  const kept = await store.get(account, id)
  let record = kept.submission
  if (!record) throw new GatewayError('conflict', `state ${kept.state}`)
  const leftovers: Leftover[] = []
  const step = async (done: Leftover, work: (current: SubmissionRecord) => Promise<void>): Promise<void> => {
    if (!record || record[done]) return
    try {
      await work(record)
      record = { ...record, [done]: true }
      await store.recordSubmission(account, id, record)
    } catch (error) {
      log.error('after sending', error, { step: done })
      leftovers.push(done)
    }
  }
  const sent = { mailbox: undefined as string | undefined }
  await step('copied', async (current) => {
    if (!writer.habits['composing.save_sent']) return
    // A copy may be there although nobody hears of it: what is seen to next must not forget that.
    record = { ...current, copying: true }
    sent.mailbox = await copyToSent(writer, kept, current)
  })
  await step('marked', async () => markOriginal(writer, kept))
  await step('draftRemoved', async () => removeDrafts(writer, kept, await ensureSpecialUse(writer.connections, '\\Drafts', chosenMailboxes(writer.habits))))
  const { accepted, refused, copied, heldUntil } = record
  const outcome = { result: 'sent' as const, accepted, refused, subject: kept.subject, ...(sent.mailbox === undefined ? {} : { mailbox: sent.mailbox }), ...(heldUntil === undefined ? {} : { heldUntil }) }
  // A mark or a draft that could not be seen to is told once; only what would be lost is kept.
  if (!copied) return { outcome: { ...outcome, id, at: record.sentAt }, leftovers }
  await spool.remove(await store.close(account, id, outcome))
  return { outcome: { ...outcome, id, at: record.sentAt }, leftovers }
}

async function copyToSent(writer: Writer, kept: KeptComposition, record: SubmissionRecord): Promise<string> {
  const { store, spool } = writer.writing
  const mailbox = await ensureSpecialUse(writer.connections, '\\Sent', chosenMailboxes(writer.habits))
  // What is redirected keeps the Message-ID of its first sender.
  const mark = { name: kept.kind === 'redirect' ? 'Resent-Message-ID' : 'Message-ID', value: kept.messageId }
  // An earlier attempt may have succeeded without our hearing of it: exactly one copy.
  if (record.copying && (await findByHeader(writer.connections, mailbox, mark.name, mark.value)).length > 0) return mailbox
  await store.recordSubmission(writer.session.account, kept.id, { ...record, copying: true })
  const { size } = await stat(spool.path(record.message))
  const before = writeBlindCopies(kept, checkAddresses(asItGoesOut(writer, kept).message).bcc)
  await appendSpooled(writer.connections, spool, { mailbox, flags: ['\\Seen'], before, file: record.message, size, mark })
  return mailbox
}

/** \Answered or $Forwarded (RFC 5788); an original that is not there any more needs no mark, a server that refuses the keyword keeps none. */
async function markOriginal({ connections, writing }: Writer, { kind, original, others = [] }: KeptComposition): Promise<void> {
  const ids = [original?.id ?? '', ...others].map(readMessageId).filter((id) => id !== undefined)
  const [first] = ids
  const flag = kind === 'reply' || kind === 'reply-all' ? '\\Answered' : kind === 'forward' || kind === 'forward-attached' ? FORWARDED : undefined
  if (!first || !original || flag === undefined) return
  try {
    await changeFlags(connections, { mailbox: original.mailbox, uidValidity: first.uidValidity, uids: ids.filter(({ uidValidity }) => uidValidity === first.uidValidity).map(({ uid }) => uid) }, { operation: 'add', flags: [flag] })
  } catch (error) {
    const ignorable = ['mailbox-replaced', 'no-such-mailbox', 'no-such-message', 'refused']
    if (!isGatewayError(error) || !ignorable.includes(error.failure)) throw error
    writing.log.info('original not marked', { failure: error.failure })
  }
}
