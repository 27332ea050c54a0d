import 'server-only'
import { followUp } from '#lib/gateway/reminders/follow-up.ts'
import type { ReminderClock } from '#lib/gateway/reminders/reminder-clock.ts'
import { sentMailbox } from '#lib/gateway/reminders/list-reminders.ts'
import { snoozeMessages } from '#lib/gateway/reminders/snooze-messages.ts'
import { LATEST_SENDING } from '#lib/gateway/outbox/outbox-limits.ts'
import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { setOf, type MessageSet } from '#lib/imap/same-mailbox.ts'
import { knownZone } from '#lib/i18n/formats.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { snoozeTime, type SnoozeChoice } from '#lib/mail/reminders/reminder-time.ts'
import type { ChosenMailboxes } from '#lib/mail/special-use.ts'
import { readLocalTime } from '#lib/mail/writing/local-time.ts'
import { chosenMailboxes } from '#lib/mail/preferences/chosen-mailboxes.ts'
import type { PreferenceValues } from '#lib/mail/preferences/schema.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { connectionsOf } from '../wiring.ts'
import { reminders } from './reminder-site.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** Until when, as a form says it. */
export interface SnoozeRequest {
  readonly snooze: SnoozeChoice | 'at'
  /** For `at`: `2026-11-22T09:30` by the clocks of that zone. */
  readonly later: string
  readonly zone: string
}

/** Whose messages come back, by which clocks they live. */
export interface Reminded {
  readonly clock: ReminderClock
  readonly session: SignedIn
  readonly connections: AccountConnections
  readonly chosen: ChosenMailboxes
  /** '' where they have chosen none. */
  readonly zone: string
}

/** Puts the messages off and answers until when, in milliseconds since 1970. Throws GatewayError 'invalid' for a time that is none, has gone, or is more than a year ahead, and as `snoozeMessages` does. */
export async function snooze({ clock, session, connections, zone }: Omit<Reminded, 'chosen'>, set: MessageSet, asked: SnoozeRequest): Promise<number> {
  const place = knownZone(zone || asked.zone)
  const until = asked.snooze === 'at' ? readLocalTime(asked.later, place) : snoozeTime(asked.snooze, Date.now(), place)
  if (until === undefined || until <= Date.now() || until > Date.now() + LATEST_SENDING) throw new GatewayError('invalid', 'time', { refusal: { name: 'reminder-time' } })
  await clock.remind(session, until, () => snoozeMessages(connections, set, until))
  return until
}

/** Shows a sent message to its sender again when nobody has answered after so many days; answers when. Throws GatewayError 'invalid' for one that does not lie where sent mail does, and as `followUp` does. */
export async function watchMessage({ clock, session, connections, chosen }: Reminded, ref: MessageRef, days: number): Promise<number> {
  if (ref.mailbox !== (await sentMailbox(connections, chosen))) throw new GatewayError('invalid', 'not in Sent')
  const until = Math.ceil((Date.now() + days * DAY) / MINUTE) * MINUTE
  await clock.remind(session, until, () => followUp(connections, setOf(ref), until))
  return until
}

/** What the page of a message says of coming back. */
export async function snoozeOf(session: SignedIn, { mailbox }: MessageRef, values: PreferenceValues): Promise<{ readonly isSent: boolean; readonly zone: string; readonly needsSession: boolean }> {
  const sent = await sentMailbox(connectionsOf(session), chosenMailboxes(values))
  return { isSent: mailbox === sent, zone: knownZone(values.time_zone), needsSession: !(await reminders()).outlivesSession(session) }
}
