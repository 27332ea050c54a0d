import { type ContactFields, type Detail, TEXT_FIELDS } from './contact-fields.ts'

/**
 * What a form shows after somebody else has saved first: what was typed where that says something new, else what is there now.
 * `before` has the texts that the form began with.
 */
export function mergedFields(typed: ContactFields, before: Readonly<Partial<Record<string, string>>>, now: ContactFields): ContactFields {
  const texts = Object.fromEntries(TEXT_FIELDS.map((field) => [field, typed.texts[field] === (before[field] ?? '') ? now.texts[field] : typed.texts[field]])) as ContactFields['texts']
  const wasAddress = (was: string): boolean => now.addresses.some((address) => address.was === was)
  return {
    texts,
    emails: mergedDetails(typed.emails, now.emails),
    phones: mergedDetails(typed.phones, now.phones),
    addresses: [...typed.addresses.filter(({ was }) => was === '' || wasAddress(was)), ...now.addresses.filter(({ was }) => !typed.addresses.some((address) => address.was === was))],
  }
}

/** Rows that were not touched and have gone meanwhile go here too; those that came stand behind. */
function mergedDetails(typed: readonly Detail[], now: readonly Detail[]): readonly Detail[] {
  const there = (was: string): boolean => now.some((detail) => detail.was === was)
  const kept = typed.filter(({ was, value }) => (was === '' ? value !== '' : there(was) || value !== was))
  return [...kept, ...now.filter(({ was }) => !typed.some((detail) => detail.was === was))]
}

/** The texts that a form began with, as it posts them; nothing where that is not what a form of ours posts. */
export function textsBefore(posted: string | undefined): Readonly<Partial<Record<string, string>>> {
  try {
    const value: unknown = JSON.parse(posted ?? '')
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string')) : {}
  } catch {
    return {} // posted by something else
  }
}
