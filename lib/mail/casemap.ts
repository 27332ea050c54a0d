/** Two letters in one character, whose title case has but its first letter large. */
const DIGRAPHS: Readonly<Record<string, string>> = { 'Ǆ': 'ǅ', 'Ǉ': 'ǈ', 'Ǌ': 'ǋ', 'Ǳ': 'ǲ' }

const NOT_ASCII = /[^\x00-\x7f]/

/**
 * Text as i;unicode-casemap compares it (RFC 5051 §2): each character in title case, then taken apart, until nothing changes. Texts are
 * equal, or one holds the other, when their casemaps do.
 */
export function casemap(text: string): string {
  if (!NOT_ASCII.test(text)) return text.toUpperCase()
  const apart = titleCase(text).normalize('NFKD')
  const again = titleCase(apart)
  return again === apart ? apart : again.normalize('NFKD')
}

/** The casemap in a form that JavaScript's own comparison of strings puts in the order of code points, as octets of UTF-8 have it. */
export function casemapOrder(text: string): string {
  if (!NOT_ASCII.test(text)) return text.toUpperCase()
  return casemap(text).replace(/[\ud800-\uffff]/g, (unit) => String.fromCharCode(unit.charCodeAt(0) + (unit < '\ue000' ? 0x2000 : -0x800)))
}

/** Each character by the one that Unicode's table names for it: "ß" has none, and stays. */
export function titleCase(text: string): string {
  if (!special().test(text)) return text.toUpperCase()
  return text.replace(pieces(), (piece, special: string | undefined) => (special === undefined ? piece.toUpperCase() : titleOf(special)))
}

/** One of the characters whose capital is not the one of their title case. */
const special = once(() => new RegExp(`[${specials()}]`))
/** Each of them alone, and what stands between them. */
const pieces = once(() => new RegExp(`([${specials()}])|[^${specials()}]+`, 'g'))

const specials = once(() => {
  const ranges = [[0x80, 0xd800], [0xf000, 0xffff]] as const
  const characters = ranges.flatMap(([from, to]) => Array.from({ length: to - from }, (_, index) => String.fromCharCode(from + index)))
  return characters.filter((character) => titleOf(character) !== character.toUpperCase()).join('')
})

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

/**
 * Small Greek letters with a iota below have one capital, which JavaScript does not tell: it is 8 or 9 places behind. Other characters
 * whose capitals are several have none.
 */
function titleOf(character: string): string {
  if (/[\u1f80-\u1f87\u1f90-\u1f97\u1fa0-\u1fa7\u1fb3\u1fc3\u1ff3]/.test(character)) return String.fromCharCode(character.charCodeAt(0) + (character < '\u1fb0' ? 8 : 9))
  const upper = character.toUpperCase()
  if (upper.length !== character.length) return character
  return DIGRAPHS[upper] ?? upper
}
