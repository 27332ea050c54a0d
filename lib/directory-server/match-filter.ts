import type { Filter } from 'ldapjs'

/** Attributes by their names in lower case. */
export type PublishedValues = ReadonlyMap<string, readonly string[]>

/** How deep and how wide a filter may be; nobody looks people up with more. */
const MOST_PARTS = 200

interface ParsedFilter {
  readonly type: string
  readonly attribute?: string
  readonly value?: string
  readonly initial?: string
  readonly any?: readonly string[]
  readonly final?: string
  readonly filter?: ParsedFilter
  readonly filters?: readonly ParsedFilter[]
  readonly clauses?: readonly ParsedFilter[]
  readonly subInitial?: string
  readonly subAny?: readonly string[]
  readonly subFinal?: string
}

/** Whether an entry fits a filter; texts are compared without regard to capitals and marks. Undefined for a filter that is too large or of no kind that is known. */
export function matchesFilter(filter: Filter, values: PublishedValues): boolean | undefined {
  const budget = { left: MOST_PARTS }
  return matches(filter as unknown as ParsedFilter, values, budget)
}

function matches(filter: ParsedFilter, values: PublishedValues, budget: { left: number }): boolean | undefined {
  if (--budget.left < 0) return undefined
  const parts = filter.clauses ?? filter.filters ?? []
  const held = (filter.attribute === undefined ? [] : (values.get(filter.attribute.toLowerCase()) ?? [])).map(folded)
  const wanted = folded(unescaped(filter.value ?? ''))
  switch (filter.type) {
    case 'AndFilter': return every(parts.map((part) => matches(part, values, budget)))
    case 'OrFilter': return some(parts.map((part) => matches(part, values, budget)))
    case 'NotFilter': {
      const inner = filter.filter ?? parts[0]
      const found = inner && matches(inner, values, budget)
      return found === undefined ? undefined : !found
    }
    case 'PresenceFilter': return held.length > 0
    case 'EqualityFilter': return held.includes(wanted)
    case 'ApproximateFilter': return held.some((value) => value.split(' ').some((word) => soundOf(word) === soundOf(wanted)) || soundOf(value) === soundOf(wanted))
    case 'SubstringFilter': {
      const pieces = [filter.subInitial ?? filter.initial ?? '', ...(filter.subAny ?? filter.any ?? []), filter.subFinal ?? filter.final ?? ''].map((piece) => folded(unescaped(piece)))
      return held.some((value) => holdsPieces(value, pieces))
    }
    default: return undefined
  }
}

function every(found: readonly (boolean | undefined)[]): boolean | undefined {
  return found.includes(undefined) ? undefined : found.every(Boolean)
}

function some(found: readonly (boolean | undefined)[]): boolean | undefined {
  return found.includes(undefined) ? undefined : found.some(Boolean)
}

/** The first piece begins the value, the last one ends it, the others follow each other between. */
function holdsPieces(value: string, pieces: readonly string[]): boolean {
  const [initial = '', final = ''] = [pieces[0], pieces.at(-1)]
  if (!value.startsWith(initial) || !value.endsWith(final) || value.length < initial.length + final.length) return false
  let at = initial.length
  for (const piece of pieces.slice(1, -1)) {
    const found = value.indexOf(piece, at)
    if (found < 0 || found + piece.length > value.length - final.length) return false
    at = found + piece.length
  }
  return true
}

/** ldapjs tells values as RFC 4515 writes them: octets that are no plain letters stand as two digits each. */
function unescaped(text: string): string {
  return text.includes('\\') ? Buffer.from(text.replaceAll(/\\([0-9a-f]{2})|([^\\])/gisu, (_, octet?: string, plain?: string) => octet ?? Buffer.from(plain ?? '').toString('hex')), 'hex').toString() : text
}

const folded = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/\s+/g, ' ').trim()

/** Soundex (US National Archives), which "sounds like" means in many directories; other scripts sound like themselves. */
function soundOf(word: string): string {
  const letters = word.replaceAll(/[^a-z]/g, '')
  if (letters === '') return word
  const digits = [...letters].map((letter) => DIGITS[letter] ?? '')
  let sound = letters[0] ?? ''
  for (let at = 1; at < letters.length && sound.length < 4; at++) {
    const digit = digits[at] ?? ''
    const before = 'hw'.includes(letters[at - 1] ?? '') ? digits[at - 2] : digits[at - 1]
    if (digit !== '' && digit !== before) sound += digit
  }
  return sound.padEnd(4, '0')
}

const DIGITS: Readonly<Record<string, string>> = Object.fromEntries(['bfpv', 'cgjkqsxz', 'dt', 'l', 'mn', 'r'].flatMap((group, at) => [...group].map((letter) => [letter, String(at + 1)])))
