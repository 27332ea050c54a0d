/** A quoted word, a route address, a comment, a separator, or a run of anything else (RFC 5322 §3.4). */
const PIECE = /"(?:[^"\\]|\\.)*"?|<[^>]*>?|\((?:[^()\\]|\\.)*\)?|[,;:]|[^",;:<(]+/gu
/** What other programs put around what is copied, and nobody sees: marks of direction, blanks without width, soft hyphens. */
const INVISIBLE = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+/gu
/** A whole address without a name. */
const BARE = /^[^\s@]+@[^\s@]+$/u
/** An address alone, typed with the sign of a keyboard for another script. */
const WIDE_AT = /(?<=^|[,;<，、；\n]\s*)([\w.+-]+)[＠﹫]([\w-]+(?:\.[\w-]+)*)(?=\s*(?:[,;>，、；\n]|$))/gu
/** Separators of other scripts. */
const WIDE = /^(\s*)[，、；،؛](\s*)/u
/** `Doe, Jane <jane@there.test>`, as programs write it that part addresses with semicolons. */
const TURNED = /^(\s*)(\p{Lu}[^"<>@,;:()]*, *[^"<>@,;:()]*[^"<>@,;:()\s])(\s*<[^<>\s]+@[^<>\s]+>\s*)$/u

/**
 * What was typed or pasted into an address field as one list with separators (RFC 5322 §3.4): addresses that stand in lines of their own, in a column or behind each other, with
 * separators of other scripts, as links, or as names that were turned around, are parted. What is such a list already stays as it is.
 */
export function separateAddresses(typed: string): string {
  const pieces = turnedNames(typed.replace(INVISIBLE, '').replace(WIDE_AT, '$1@$2').replace(/(^|[\s,;<])mailto:(?=[^\s@<>,;:]+@)/giu, '$1')).match(PIECE) ?? []
  return pieces.map((piece, at) => (/^[",;:<(]/.test(piece) ? beforeNext(pieces, at, piece) : partedRun(pieces, at, piece))).join('')
}

/** Addresses one behind the other, with nothing but blanks or a separator of another script between. */
function partedRun(pieces: readonly string[], at: number, run: string): string {
  const words = (pieces[at - 1]?.endsWith('>') ? run.replace(WIDE, '$1$2') : run).replaceAll(/(@[^\s@，、；،؛]+)[，、；،؛]/gu, '$1 , ').split(/(\s+)/u)
  const next = pieces[at + 1] ?? ''
  const texts = words.filter(isText)
  const first = texts.findIndex((word) => !BARE.test(word))
  const rest = first < 0 ? [] : texts.slice(first)
  // `Ann a@there.test` may be two people, or one.
  const isMixed = rest.length > 0 && (!/^["<]/.test(next) || rest.some((word) => word.includes('@')))
  if (first === 0 || isMixed) return words.join('')
  const whole = texts.length - rest.length
  if (rest.length > 0 || next.startsWith('"')) return parted(words, whole, true)
  // `a@there.test <b@there.test>` is an address under the name of another.
  return next.startsWith('<') ? parted(words, whole - 1, true) : parted(words, whole, false)
}

/** The first so many words with commas behind them; behind the last of those only where something follows. */
function parted(words: readonly string[], whole: number, isFollowed: boolean): string {
  let left = whole
  return words.map((word) => {
    if (word === ',') return ''
    if (!isText(word) || left === 0) return word
    left--
    return left > 0 || isFollowed ? `${word},` : word
  }).join('')
}

const isText = (word: string): boolean => word !== ',' && word.trim() !== ''

/** An address in angle brackets ends there: what stands behind it, and is an address too, is the next one. */
function beforeNext(pieces: readonly string[], at: number, piece: string): string {
  if (!/^<[^>]*>$/.test(piece)) return piece
  const next = pieces[at + 1] ?? ''
  if (WIDE.test(next)) return `${piece},`
  for (const follower of pieces.slice(at + 1, at + 1 + FOLLOWERS)) {
    if (/^[,;:]/.test(follower)) return piece
    if (follower.startsWith('<') || (/^[^"(]/.test(follower) && follower.split(/\s+/u).some((word) => BARE.test(word)))) return `${piece},`
  }
  return piece
}

/** Pieces of one name: words in quotes, comments and what stands between. */
const FOLLOWERS = 8

/** In a list with semicolons commas belong to names, where each of them stands in one. */
function turnedNames(typed: string): string {
  if (!typed.includes(';') || typed.includes('"') || typed.includes(':') || typed.includes('(')) return typed
  const parts = typed.split(';')
  if (!parts.every((part) => !part.includes(',') || TURNED.test(part))) return typed
  return parts.map((part) => part.replace(TURNED, '$1"$2"$3')).join(';')
}
