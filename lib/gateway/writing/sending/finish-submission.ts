import type { KeptComposition, SentCopy, SubmissionRecord } from '#lib/composition/kept-composition.ts'
import { changeFlags } from '#lib/imap/operations/change-flags.ts'
import { ensureSpecialUse } from '#lib/imap/operations/ensure-special-use.ts'
import { FORWARDED } from '#lib/mail/flags.ts'
import { GatewayError, isGatewayError } from '#lib/mail/gateway-error.ts'
import { chosenMailboxes } from '#lib/mail/preferences/chosen-mailboxes.ts'
import { readMessageId, type MessageRef } from '#lib/mail/message-ref.ts'
import { isAnswer } from '../begin/reply-fields.ts'
import { removeDrafts } from '../remove-drafts.ts'
import { reminderTime, remindSender } from './remind-sender.ts'
import type { CopyAhead } from './copy-ahead.ts'
import { keepsCopy } from './copy-target.ts'
import { keepCopy } from './keep-copy.ts'
import type { Leftover, Step, Submitted } from './submitted.ts'
import type { Writer } from '../writing.ts'

/**
 * What follows once a server has the message: a copy in Sent, the flag on the original, the draft away, the reminder set, the composition closed. A step that fails
 * leaves the composition as `accepted`, with what is done remembered on the disk, to be finished by pressing Send again or at sign-out; the message is never submitted again.
 * Cut off in between, every step but the reminder may be done twice and is seen once: that one is remembered before the next.
 */
export async function finishSubmission(writer: Writer, id: string, ahead?: CopyAhead): Promise<Submitted> {
  const { store, spool, log } = writer.writing
  const { account } = writer.session
  const kept = await store.get(account, id)
  let record = kept.submission
  if (!record) throw new GatewayError('conflict', `state ${kept.state}`)
  const leftovers: Leftover[] = []
  const step = async (done: Step, work: (current: SubmissionRecord) => Promise<void>): Promise<void> => {
    if (!record || record[done]) return
    // Who is not there signs in nowhere: what a mailbox needs waits for them.
    if (writer.session.credentials().proof === 'none') return void leftovers.push(done)
    try {
      await work(record)
      record = { ...record, [done]: true }
    } catch (error) {
      log.error('after sending', error, { step: done })
      leftovers.push(done)
    }
  }
  const sent: { mailbox?: string; copy?: SentCopy; remindedAt?: number } = {}
  let copy: MessageRef | undefined
  const copying = step('copied', async (current) => {
    if (!keepsCopy(writer, kept)) return
    // A copy may be there although nobody hears of it: what is seen to next must not forget that.
    record = { ...current, copying: true }
    const { ref, told } = await keepCopy(writer, kept, { record: current, ahead })
    copy = ref
    if (ref) sent.mailbox = ref.mailbox
    if (Object.keys(told).length > 0) sent.copy = told
  })
  // One that was begun ahead has a connection of its own, and the others need not wait for it.
  if (!ahead) await copying
  await step('marked', async () => markOriginal(writer, kept))
  await step('draftRemoved', async () => removeDrafts(writer, kept, await ensureSpecialUse(writer.connections, '\\Drafts', chosenMailboxes(writer.habits))))
  await copying
  // Where the copy has yet to be made, this waits for it.
  if (record.copied) await step('reminded', async (current) => {
    const until = reminderTime(kept, current)
    if (until === undefined) return
    await remindSender(writer, { kept, copy }, until)
    sent.remindedAt = until
    await store.recordSubmission(account, id, { ...current, reminded: true })
  })
  const { accepted, refused, copied, waiting, heldUntil } = record
  if (waiting && waiting.recipients.length > 0) leftovers.push('recipients')
  const outcome = { result: 'sent' as const, accepted, refused: [...refused, ...(waiting?.recipients ?? [])], subject: kept.subject, ...sent, ...(leftovers.includes('reminded') ? { isNotReminded: true as const } : {}), ...(heldUntil === undefined ? {} : { heldUntil }) }
  // A mark or a draft that could not be seen to is told once; only what would be lost is kept.
  if (!copied || waiting) {
    await store.recordSubmission(account, id, record)
    return { outcome: { ...outcome, id, at: record.sentAt }, leftovers }
  }
  await spool.remove(await store.close(account, id, outcome))
  return { outcome: { ...outcome, id, at: record.sentAt }, leftovers }
}

/** \Answered or $Forwarded (RFC 5788); an original that is not there any more needs no mark, a server that refuses the keyword keeps none. */
async function markOriginal({ connections, writing }: Writer, { kind, original, others = [] }: KeptComposition): Promise<void> {
  const ids = [original?.id ?? '', ...others].map(readMessageId).filter((id) => id !== undefined)
  const [first] = ids
  const flag = isAnswer(kind) ? '\\Answered' : kind === 'forward' || kind === 'forward-attached' ? FORWARDED : undefined
  if (!first || !original || flag === undefined) return
  try {
    await changeFlags(connections, { mailbox: original.mailbox, uidValidity: first.uidValidity, uids: ids.filter(({ uidValidity }) => uidValidity === first.uidValidity).map(({ uid }) => uid) }, { operation: 'add', flags: [flag] })
  } catch (error) {
    const ignorable = ['mailbox-replaced', 'no-such-mailbox', 'no-such-message', 'refused']
    if (!isGatewayError(error) || !ignorable.includes(error.failure)) throw error
    writing.log.info('original not marked', { failure: error.failure })
  }
}
