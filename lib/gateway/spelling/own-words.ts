import { GatewayError } from '#lib/mail/gateway-error.ts'
import { PREFERENCES } from '#lib/mail/preferences/schema.ts'
import { readOwnWord } from '#lib/mail/writing/spelling/unknown-word.ts'
import { changePreferences, readPreferences, type PreferencesOf } from '../preferences/preferences.ts'

/**
 * From now on that word is right for this person. Throws GatewayError 'invalid' for what is no word, 'too-large' when they have as many as one
 * may have, and as `changePreferences` does.
 */
export async function addOwnWord(of: PreferencesOf, typed: string): Promise<void> {
  const word = readOwnWord(typed)
  if (word === undefined) throw new GatewayError('invalid', 'no word', { refusal: { name: 'spelling-word' } })
  const name = 'spelling.words'
  const { effective, versions } = await readPreferences(of)
  const words = effective[name].value
  if (words.includes(word)) return
  const most = PREFERENCES[name].kind.mostItems
  if (words.length >= most) throw new GatewayError('too-large', 'own words', { refusal: { name: 'spelling-words-many', with: { most } } })
  await changePreferences(of, [{ name, value: [...words, word], expected: versions[name] ?? 0 }])
}

/** From now on this person's texts are checked in those languages. Throws as `changePreferences` does. */
export async function chooseSpellingLanguages(of: PreferencesOf, languages: readonly string[]): Promise<void> {
  const name = 'spelling.languages'
  const { effective, versions } = await readPreferences(of)
  if (JSON.stringify(effective[name].value) === JSON.stringify(languages)) return
  await changePreferences(of, [{ name, value: languages, expected: versions[name] ?? 0 }])
}
