import { SNOOZE_CHOICES } from '#lib/mail/reminders/reminder-time.ts'
import * as v from 'valibot'
import { messageIds } from './mail-shapes.ts'
import { shape } from './shape.ts'

/** Days that somebody waits for an answer, as the form offers them. */
export const FOLLOW_UP_DAYS = [1, 2, 3, 5, 7, 14] as const

const snoozeFields = { snooze: v.picklist([...SNOOZE_CHOICES, 'at']), later: v.optional(v.pipe(v.string(), v.maxLength(40)), ''), zone: v.optional(v.pipe(v.string(), v.maxLength(64)), '') }

/**
 * `snooze` is one of the choices, or `at` with the time in `later`, by the clocks of `zone`; `days` says how long somebody waits for an answer; `end` ends either.
 */
export const reminderRequest = shape(
  v.union([
    v.object(snoozeFields),
    v.object({ days: v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.picklist(FOLLOW_UP_DAYS)) }),
    v.object({ end: v.string() }),
  ]),
)

/** The same for `message` (a form's repeated field) or `messages` (JSON) of one mailbox. */
export const snoozeSeveral = shape(
  v.pipe(
    v.object({ ...snoozeFields, message: v.optional(messageIds), messages: v.optional(messageIds) }),
    v.transform(({ message, messages, ...asked }) => ({ ...asked, ids: messages ?? message ?? [] })),
  ),
)
