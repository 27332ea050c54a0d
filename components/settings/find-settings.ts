import type { PageWords } from '#lib/i18n/words.ts'
import { PREFERENCE_NAMES, type PreferenceName } from '#lib/mail/preferences/schema.ts'

/** The preferences that fit what somebody types: every word of it stands in the label, the help or the keywords. */
export function findSettings(words: PageWords, text: string): readonly PreferenceName[] {
  const wanted = text.toLocaleLowerCase().split(/\s+/).filter((word) => word !== '').slice(0, 10)
  return PREFERENCE_NAMES.filter((name) => {
    const { label, help, keywords } = words.preferences[name]
    const all = `${label} ${help} ${keywords} ${name}`.toLocaleLowerCase()
    return wanted.every((word) => all.includes(word))
  })
}
