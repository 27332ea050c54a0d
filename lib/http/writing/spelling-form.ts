import { GatewayError } from '#lib/mail/gateway-error.ts'
import { replaceWord } from '#lib/mail/writing/spelling/replace-word.ts'
import type { FormFields } from '../failed-forms.ts'

/** What one button beside an unknown word does. */
const ACTIONS = ['replace', 'replace-all', 'ignore', 'remember'] as const

/** What a person said of an unknown word on the page. */
export interface SpellingChange {
  readonly action: (typeof ACTIONS)[number]
  readonly word: string
  readonly by: string
  /** Where it stood. */
  readonly at: number
}

/** Words that are left alone in one text. */
const MOST_IGNORED = 100

/** The button `change-spelling ACTION NUMBER` with the fields of that number. Throws GatewayError 'invalid'. */
export function readSpellingChange(fields: FormFields): SpellingChange {
  const one = (name: string): string => fields[name]?.[0] ?? ''
  const [, action, number = ''] = one('intent').split(' ')
  const known = ACTIONS.find((each) => each === action)
  const [word, at] = [one(`spelling-word-${number}`), Number(one(`spelling-at-${number}`))]
  const by = (one(`spelling-other-${number}`).trim() || one(`spelling-by-${number}`)).replaceAll(/\p{Cc}+/gu, ' ').slice(0, 200)
  if (!known || word === '' || !Number.isSafeInteger(at)) throw new GatewayError('invalid', 'spelling')
  return { action: known, word, by, at }
}

/** The text once the button was pressed. */
export function withSpellingChange(text: string, { action, word, by, at }: SpellingChange): string {
  if ((action !== 'replace' && action !== 'replace-all') || by === '') return text
  return replaceWord(text.replaceAll(/\r\n?/g, '\n'), { word, by, ...(action === 'replace' ? { at } : {}) }).text
}

/** What is left alone, with the word that was just said to be. */
export function readIgnored(fields: FormFields): readonly string[] {
  const before = (fields['spelling-ignored'] ?? []).flatMap((list) => list.split(' ')).filter((word) => word !== '' && word.length <= 60)
  const isIgnoring = fields.intent?.[0]?.startsWith('change-spelling ignore ') ?? false
  return [...new Set(isIgnoring ? [...before, readSpellingChange(fields).word] : before)].slice(-MOST_IGNORED)
}

/** What the page after it has to know. */
export function spellingFields(fields: FormFields): FormFields {
  return { 'spelling-ignored': [readIgnored(fields).join(' ')] }
}
