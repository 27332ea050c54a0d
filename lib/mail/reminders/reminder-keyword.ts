import { hasFlag } from '../flags.ts'

/** Why a message is to come back: its reader has put it off, or its sender waits for an answer. */
export type ReminderKind = 'snoozed' | 'follow-up'

/** The keyword by which all messages of that kind are found; beside it one says when, so that nothing but the mailbox itself has to be kept. */
export const REMINDER_KEYWORD: Readonly<Record<ReminderKind, string>> = { snoozed: '$Snoozed', 'follow-up': '$FollowUp' }

/** `until-20261122T0930Z`: a keyword as every server that keeps keywords takes it. Minutes are as fine as it gets. */
export function untilKeyword(moment: number): string {
  return `until-${new Date(moment).toISOString().slice(0, 16).replace(/[-:]/g, '')}Z`
}

const UNTIL = /^until-(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})Z$/i

/** The keywords of a message that are a reminder's. */
export function reminderKeywords(flags: readonly string[]): readonly string[] {
  return flags.filter((flag) => UNTIL.test(flag) || hasFlag(Object.values(REMINDER_KEYWORD), flag))
}

/** The moment that the keywords of a message name, in milliseconds since 1970; undefined where they name none. */
export function untilOf(flags: readonly string[]): number | undefined {
  const found = flags.map((flag) => UNTIL.exec(flag)).find((match) => match !== null)
  if (!found) return undefined
  const [, year = '', month = '', day = '', hour = '', minute = ''] = found
  const moment = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`)
  return Number.isNaN(moment) ? undefined : moment
}
