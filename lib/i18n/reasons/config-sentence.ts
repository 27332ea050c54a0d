import type { PageWords } from '../words.ts'
import { placedSentence, placeText, type SentencePlace } from './placed-sentence.ts'
import { reasonSentence, sayText, type Sayable } from './reason-sentence.ts'

type Texts = Pick<PageWords, 'reasonPlaces' | 'configMistakes' | 'configNotes' | 'expectations' | 'valueSources'>

/** What a text names; what was expected is said in words of its own. */
type Named<Text> = Text extends (values: infer Values) => string ? { readonly [Name in keyof Values]: Name extends 'expected' ? { readonly code: keyof Texts['expectations'] } : Values[Name] } : unknown
type Expecting<Group> = { readonly [Code in keyof Group]: { readonly code: Code } & Named<Group[Code]> }[keyof Group]

/** What a value has to be. */
export type Expected = Expecting<Texts['expectations']>

/** Who said a value, or why it holds. */
export type Source = SentencePlace | Sayable<Texts['valueSources']>

/** What is wrong with a configuration, and where. */
export function mistakeSentence(words: Pick<Texts, 'reasonPlaces' | 'configMistakes' | 'expectations'>, mistake: SentencePlace & { readonly reason: Expecting<Texts['configMistakes']> }): string {
  const { reason, ...place } = mistake
  return placedSentence(words.reasonPlaces, place, sayText(words.configMistakes[reason.code], inWords(words, reason)))
}

/** What is to be noted about it, and where. */
export function noteSentence(words: Pick<Texts, 'reasonPlaces' | 'configNotes'>, note: SentencePlace & { readonly reason: Sayable<Texts['configNotes']> }): string {
  const { reason, ...place } = note
  return placedSentence(words.reasonPlaces, place, reasonSentence(words.configNotes, reason))
}

/** What a value has to be, as the end of a sentence. */
export function expectationPhrase(words: Pick<Texts, 'expectations'>, expected: Expected): string {
  return sayText(words.expectations[expected.code], inWords(words, expected))
}

export function sourcePhrase(words: Pick<Texts, 'reasonPlaces' | 'valueSources'>, source: Source): string {
  return 'file' in source ? placeText(words.reasonPlaces, source) : reasonSentence(words.valueSources, source)
}

function inWords(words: Pick<Texts, 'expectations'>, reason: object): object {
  return 'expected' in reason ? { ...reason, expected: expectationPhrase(words, reason.expected as Expected) } : reason
}
