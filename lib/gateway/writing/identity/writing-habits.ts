import { PREFERENCES, type PreferenceName, type PreferenceValues } from '#lib/mail/preferences/schema.ts'

const NAMES = [
  'identity.full_name',
  'identity.address',
  'identity.organization',
  'identity.reply_to',
  'identity.signature_format',
  'identity.signature',
  'identities',
  'composing.format',
  'composing.format_of_original',
  'composing.quote',
  'composing.save_sent',
  'composing.blind_copies',
  'composing.receipts',
  'composing.undo_seconds',
  'composing.hold_at_server',
  'composing.hints',
  'composing.header_lines',
  'addresses.collect',
  'mailboxes.drafts',
  'mailboxes.sent',
  'time_zone',
] as const

/** What writing goes by: who somebody is to others, and how they like to answer. */
export type WritingHabits = Pick<PreferenceValues, (typeof NAMES)[number]>

/** What an administrator has decided of how somebody writes. */
export type ImposedHabits = ReadonlySet<PreferenceName>

/** Those of somebody who has set nothing. */
export const USUAL_HABITS = Object.fromEntries(NAMES.map((name) => [name, PREFERENCES[name].fallback])) as unknown as WritingHabits
