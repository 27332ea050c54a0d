/** Small letters whose one capital JavaScript does not tell, since their full capitals are two letters: Greek with a iota below. */
const IOTA_BELOW = /[\u1f80-\u1f87\u1f90-\u1f97\u1fa0-\u1fa7\u1fb3\u1fc3\u1ff3]/
/** Two letters in one character, whose title case has but its first letter large. */
const DIGRAPHS: Readonly<Record<string, string>> = { 'Ǆ': 'ǅ', 'Ǉ': 'ǈ', 'Ǌ': 'ǋ', 'Ǳ': 'ǲ' }

/**
 * Text as i;unicode-casemap compares it (RFC 5051 §2): each character in title case, then taken apart, until nothing changes. Texts are
 * equal, or one holds the other, when their casemaps do.
 */
export function casemap(text: string): string {
  if (!/[^\x00-\x7f]/.test(text)) return text.toUpperCase()
  const apart = titleCase(text).normalize('NFKD')
  return titleCase(apart).normalize('NFKD')
}

/** The casemap in a form that JavaScript's own comparison of strings puts in the order of code points, as octets of UTF-8 have it. */
export function casemapOrder(text: string): string {
  return casemap(text).replace(/[\ud800-\uffff]/g, (unit) => String.fromCharCode(unit.charCodeAt(0) + (unit < '\ue000' ? 0x2000 : -0x800)))
}

/** Each character by the one that Unicode's table names for it: "ß" has none, and stays. */
export function titleCase(text: string): string {
  const upper = text.toUpperCase()
  // Where the lengths agree, every character has one capital, but for the rare ones above.
  if (upper.length === text.length && !/[Ǆ-ǌǱ-ǳ\u1f80-\u1fff]/.test(text)) return upper
  return text.replace(/./gsu, titleOf)
}

function titleOf(character: string): string {
  if (IOTA_BELOW.test(character)) return String.fromCharCode(character.charCodeAt(0) + (character < '\u1fb0' ? 8 : 9))
  const upper = character.toUpperCase()
  if (upper.length !== character.length) return character
  return DIGRAPHS[upper] ?? upper
}
