import { composeOutgoing } from '#lib/composition/message/compose-message.ts'
import { knownZone } from '#lib/i18n/formats.ts'
import { GatewayError, isGatewayError } from '#lib/mail/gateway-error.ts'
import { readLocalTime } from '#lib/mail/writing/local-time.ts'
import { NO_FUTURE_RELEASE } from '#lib/smtp/future-release.ts'
import { mayPass } from '../../outbox/may-pass.ts'
import { LATEST_SENDING } from '../../outbox/outbox-limits.ts'
import { identityOf } from '../identity/identities.ts'
import { requireOwnAddress } from '../identity/relayable.ts'
import { asItGoesOut } from './as-it-goes-out.ts'
import type { Submitted } from './submitted.ts'
import { sendComposition } from './send-composition.ts'
import type { SendingLater, Writer } from '../writing.ts'

const SECOND = 1000

/**
 * Send was pressed by somebody who wants a while to take it back: true when it waits now, false when it is to leave at once. Throws
 * GatewayError as `sendComposition` does for what could never be sent.
 */
export async function leaveAfterPause(writer: Writer, id: string): Promise<boolean> {
  const pause = writer.habits['composing.undo_seconds']
  const kept = await writer.writing.store.find(writer.session.account, id)
  if (pause === 0 || !writer.later || kept?.state !== 'open') return false
  await putOff(writer, writer.later, id, Date.now() + pause * SECOND)
  return true
}

/**
 * It leaves at that time, `2026-11-22T09:30` in the zone that the person has chosen, else in `zone`. Throws GatewayError 'invalid' for what is no time, or one that has gone
 * or is more than a year away, and as `sendComposition` does for what could never be sent. Where the person wants that, and the server can, the message is there at once and waits
 * there: then this answers what became of it.
 */
export async function leaveAt(writer: Writer, id: string, { later, zone }: { readonly later: string; readonly zone: string }): Promise<Submitted | undefined> {
  const due = readLocalTime(later, knownZone(writer.habits.time_zone || zone))
  if (due === undefined) throw new GatewayError('invalid', 'time', { refusal: { name: 'sending-time' } })
  if (due <= Date.now()) throw new GatewayError('invalid', 'time', { refusal: { name: 'sending-past' } })
  const held = writer.habits['composing.hold_at_server'] ? await holdAtServer(writer, id, due) : undefined
  if (!held) {
    const later = laterOf(writer)
    if (later.isRelayed) requireOwnAddress(writer, await senderOf(writer, id))
    await putOff(writer, later, id, due)
  }
  return held
}

/** Undefined where the server holds no messages, none for so long, or cannot be asked now: then the outbox has it. */
async function holdAtServer(writer: Writer, id: string, due: number): Promise<Submitted | undefined> {
  if (due > Date.now() + LATEST_SENDING) return undefined
  try {
    return await sendComposition(writer, id, ['open', 'waiting'], due)
  } catch (error) {
    if (isGatewayError(error) && (error.detail === NO_FUTURE_RELEASE || mayPass(error))) return undefined
    throw error
  }
}

/** It stays, and can be written on. Throws GatewayError 'conflict' when it is on its way already. */
export async function takeBack(writer: Writer, id: string): Promise<void> {
  await laterOf(writer).takeBack(id)
}

/** What nobody could send is said now, not when it is due. */
async function putOff(writer: Writer, later: SendingLater, id: string, due: number): Promise<void> {
  const { store, spool, userAgent } = writer.writing
  const kept = await store.get(writer.session.account, id)
  composeOutgoing(asItGoesOut(writer, kept).message, { spool, userAgent, date: new Date(due) })
  await later.put(id, due)
}

async function senderOf(writer: Writer, id: string): Promise<string> {
  return identityOf(writer, (await writer.writing.store.get(writer.session.account, id)).from).address
}

function laterOf({ later }: Writer): SendingLater {
  if (!later) throw new GatewayError('invalid', 'no outbox')
  return later
}
