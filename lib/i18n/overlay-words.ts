import { makeWords } from './make-words.ts'
import type { Catalogue } from './message-type.ts'

/** The words with those of `own` in place of theirs; what it does not say stays. `own` is checked: it asks for nothing else than they do. */
export function overlayWords<Words extends object>(words: Words, own: Catalogue, language: string): Words {
  return merge(words, makeWords(own, own, language)) as Words
}

function merge(words: object, own: object): object {
  const merged = Object.entries(own).map(([name, word]: [string, unknown]) => {
    const known = (words as Readonly<Record<string, unknown>>)[name]
    return [name, typeof word === 'object' && word !== null && typeof known === 'object' && known !== null ? merge(known, word) : word]
  })
  return { ...words, ...Object.fromEntries(merged) }
}
