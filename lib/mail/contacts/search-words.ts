import { addressesOf, type Card, inOrder, textOf } from './card.ts'

/** Characters of a word that the index keeps; what is typed beyond them is not compared. */
const WORD_LENGTH = 40
/** Words of one card in the index: a card with a thousand addresses is found by the first of them. */
const WORDS_PER_CARD = 200
/** Words of a question that are looked at. */
const WORDS_PER_QUESTION = 8

/** Written without spaces between words: there a search begins at any character. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const LETTER = /[\p{L}\p{N}]/u

/** Without case, accents and compatibility forms: "Ångström" and "ANGSTROM" are one, and so are "ß" and "ss". */
export function folded(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toUpperCase().toLowerCase().normalize('NFKD').replaceAll(/\p{M}/gu, '')
}

/** By what a card is found: names, nicknames, addresses, organisations and the digits of telephone numbers, from each word of them on. */
export function wordsOfCard(card: Card): readonly string[] {
  const words = new Set<string>()
  const texts = ['fn', 'nickname', 'n', 'org'].flatMap((name) => inOrder(card, name).map(textOf))
  for (const text of [...texts, ...addressesOf(card)]) addWords(words, text)
  for (const property of inOrder(card, 'tel')) addNumber(words, textOf(property))
  return [...words].slice(0, WORDS_PER_CARD)
}

/** The beginnings of words that a question asks for; a card has all of them. The longest stands first. */
export function wordsOfQuestion(text: string): readonly string[] {
  const words = text.split(/\s+/u).map((word) => asked(word)).filter((word) => word !== '')
  return [...new Set(words)].toSorted((one, other) => other.length - one.length).slice(0, WORDS_PER_QUESTION)
}

function asked(word: string): string {
  const bare = word.replace(/^[^\p{L}\p{N}]+/u, '').replace(/["'“”’()<>,;:]+$/u, '')
  if (!LETTER.test(bare)) return ''
  const digits = digitsOf(bare)
  return cut(/^[\d\s()/.-]+$/u.test(bare) ? digits : folded(bare))
}

function addWords(words: Set<string>, text: string): void {
  for (const token of text.normalize('NFKC').split(/\s+/u)) {
    let inside = false
    let at = 0
    for (const character of token) {
      const isLetter = LETTER.test(character)
      if (isLetter && (!inside || UNSPACED.test(character))) words.add(cut(folded(token.slice(at))))
      inside = isLetter || (inside && /\p{M}/u.test(character))
      at += character.length
    }
  }
}

/** "+49 (0)30 1234" is found by 4930…, 30… and 1234…, with or without the zero in front. */
function addNumber(words: Set<string>, number: string): void {
  const groups = number.replaceAll('(0)', ' ').match(/\p{Nd}+/gu) ?? []
  for (let at = 0; at < groups.length; at++) {
    const digits = digitsOf(groups.slice(at).join(''))
    if (digits !== '') words.add(cut(digits))
  }
}

function digitsOf(text: string): string {
  return folded(text).replaceAll(/\D/g, '').replace(/^0+/, '')
}

function cut(word: string): string {
  return [...word].slice(0, WORD_LENGTH).join('')
}

/** Under which letter a name stands in a list; `#` for digits, signs and scripts with more characters than a row of letters has room for. */
export function letterOf(name: string): string {
  const [first = ''] = [...folded(name.trim())]
  if (!/[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Armenian}\p{Script=Georgian}]/u.test(first)) return '#'
  return first.toUpperCase()
}
