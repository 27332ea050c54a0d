import { maskText } from './mask-text.ts'

/** What a person says of one unknown word. */
export interface Replacement {
  readonly word: string
  readonly by: string
  /** About where it stands; undefined puts the other one everywhere. */
  readonly at?: number
}

/** Room around a word that is shown, in UTF-16 units. */
const AROUND = 30

/**
 * The text with another word in place of that one, as a whole word only and only in what is checked at all: no quoted line changes. Near `at` where it is
 * given, for the text may have changed since. `places` are those in the text as it was, the last first; empty when the word is not there any more.
 */
export function replaceWord(text: string, { word, by, at }: Replacement): { readonly text: string; readonly places: readonly number[] } {
  const places = wordPlaces(text, word)
  const chosen = at === undefined ? places : places.toSorted((one, other) => Math.abs(one - at) - Math.abs(other - at)).slice(0, 1)
  const lastFirst = chosen.toSorted((one, other) => other - one)
  return { text: lastFirst.reduce((done, place) => done.slice(0, place) + by + done.slice(place + word.length), text), places: lastFirst }
}

/** Where it stands as a whole word, in what is checked. */
export function wordPlaces(text: string, word: string): readonly number[] {
  const [places, masked]: [number[], string] = [[], maskText(text)]
  if (word === '') return places
  for (let at = masked.indexOf(word); at >= 0; at = masked.indexOf(word, at + word.length)) {
    if (!isLetter(masked[at - 1]) && !isLetter(masked[at + word.length])) places.push(at)
  }
  return places
}

/** What stands around a word in its line. */
export function wordContext(text: string, start: number, word: string): { readonly before: string; readonly after: string } {
  const end = start + word.length
  const before = text.slice(Math.max(0, start - AROUND), start).split(/[\r\n]/).at(-1) ?? ''
  const after = text.slice(end, end + AROUND).split(/[\r\n]/)[0] ?? ''
  return { before: before.toWellFormed(), after: after.toWellFormed() }
}

const isLetter = (character: string | undefined): boolean => character !== undefined && /[\p{L}\p{M}\p{N}_]/u.test(character)
