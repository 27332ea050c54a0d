import type { ChosenMailboxes, SpecialUse } from '../special-use.ts'
import type { PreferenceValues } from './schema.ts'

const NAMES = {
  '\\Drafts': 'mailboxes.drafts',
  '\\Sent': 'mailboxes.sent',
  '\\Trash': 'mailboxes.trash',
  '\\Junk': 'mailboxes.junk',
  '\\Archive': 'mailboxes.archive',
} as const satisfies Readonly<Record<SpecialUse, keyof PreferenceValues>>

/** The mailboxes that somebody has chosen for special uses; what is left empty is the server's to say. */
export function chosenMailboxes(values: Partial<Pick<PreferenceValues, (typeof NAMES)[SpecialUse]>>): ChosenMailboxes {
  return Object.fromEntries(Object.entries(NAMES).flatMap(([use, name]) => (values[name] ? [[use, values[name]]] : [])))
}
