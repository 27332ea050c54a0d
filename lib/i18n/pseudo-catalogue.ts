import type { Catalogue } from './message-type.ts'

const PLAIN = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
const ACCENTED = [...'áƀçđéƒğĥíĵķľḿñóþɋřšţúṽŵẋýžÁƁÇĐÉƑĞĤÍĴĶĽḾÑÓÞɊŘŠŢÚṼŴẊÝŽ']
const ACCENTS = new Map([...PLAIN].map((letter, at) => [letter, ACCENTED[at] ?? letter]))

/** The catalogue for the pseudo-locale: still readable, every text a third longer and between brackets. */
export function pseudoCatalogue(source: Catalogue): Catalogue {
  return Object.fromEntries(Object.entries(source).map(([name, entry]) => [name, typeof entry === 'string' ? pseudo(entry) : pseudoCatalogue(entry)]))
}

function pseudo(text: string): string {
  if (text === '') return text
  return `[${accent(text)}${'~'.repeat(Math.ceil(text.replaceAll(/\{[^}]*\}/g, '').length / 3))}]`
}

/** Accents the text of a pattern and of its branches; names, keywords and selectors stay (braces alternate between the two). */
function accent(pattern: string): string {
  let depth = 0
  return [...pattern]
    .map((letter) => {
      if (letter === '{') depth += 1
      if (letter === '}') depth -= 1
      return depth % 2 === 0 ? (ACCENTS.get(letter) ?? letter) : letter
    })
    .join('')
}
