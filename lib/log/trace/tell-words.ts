import { PLAIN_WORDS, PROTOCOL_WORDS } from './vocabulary.ts'

/** What stands for whatever is not told. */
export const UNTOLD = '…'

/** Quoted strings; words; the rest, an octet each. */
const TOKENS = /"(?:[^"\\]|\\[^])*"?|[^\s()[\]<>,:.=*"{}]+|[^]/g
/** Punctuation that is told as it is. */
const PUNCTUATION = /^[()[\]<>,:.=*{}]$/

export interface Telling {
  /** Whether numbers are told: everywhere, before the first blank, inside parentheses, or not at all. */
  readonly numbers: 'all' | 'first' | 'inside' | 'none'
  /** How many of the tokens that follow are texts of somebody's, whatever they look like; asked for each word. */
  readonly textsAfter?: (word: string) => number
  /** Whether a quoted string of protocol words is told. */
  readonly quoted?: boolean
}

/** What of a line of a protocol may be told: its words, punctuation, and numbers where those cannot be anybody's. */
export function tellWords(line: string, { numbers, textsAfter = () => 0, quoted = false }: Telling): string {
  let depth = 0
  let texts = 0
  let isFirst = true
  let isInText = false
  const tell = (token: string): string => {
    if (/^\s$/.test(token)) {
      if (isInText) texts--
      isInText = isFirst = false
      return ' '
    }
    if (texts > 0) {
      // A text ends at a blank, whatever stands in it.
      const said = isInText ? '' : UNTOLD
      isInText = true
      return said
    }
    if (token === '(') depth++
    if (token === ')') depth--
    if (PUNCTUATION.test(token)) return token
    if (token.startsWith('"')) return quoted && isProtocol(token.slice(1, -1)) ? token : `"${UNTOLD}"`
    texts = textsAfter(token.toUpperCase())
    if (/^\d+$/.test(token)) return numbers === 'all' || (numbers === 'first' && isFirst) || (numbers === 'inside' && depth > 0) ? token : UNTOLD
    return isProtocol(token) ? token : UNTOLD
  }
  return (line.match(TOKENS) ?? []).map(tell).join('')
}

/** What of a sentence for people may be told: the usual words. */
export function tellSentence(text: string): string {
  return text.split(/(\s+)/).map((word) => (/^\s*$/.test(word) ? word && ' ' : isPlain(word) ? word : UNTOLD)).join('').replace(/…(?: …)+/g, UNTOLD)
}

const isPlain = (word: string): boolean => PLAIN_WORDS.has(word.toUpperCase().replace(/[.,;:!?]+$/, ''))

/** Each part of a word that `-`, `+` or blanks join. */
function isProtocol(text: string): boolean {
  const upper = text.toUpperCase()
  return PROTOCOL_WORDS.has(upper) || (upper !== '' && upper.replace(/[+-]$/, '').split(/[ -]/).every((part) => PROTOCOL_WORDS.has(part)))
}
