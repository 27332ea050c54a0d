/**
 * Whether a mailbox name matches a LIST pattern (RFC 3501 §6.3.8): `*` stands for anything, `%` for anything
 * without "/". INBOX compares without case, and letters in whichever of their Unicode spellings. Time grows with name times pattern at most, whatever the pattern.
 */
export function matchesPattern(name: string, pattern: string): boolean {
  // reached[i]: the pattern so far can have consumed exactly i characters of the name.
  let reached: Uint8Array = new Uint8Array(name.length + 1)
  reached[0] = 1
  for (const symbol of pattern.normalize('NFC').replace(/^inbox(?=$|[/*%])/i, 'INBOX')) {
    reached = symbol === '*' || symbol === '%' ? afterWildcard(name, reached, symbol) : afterCharacter(name, reached, symbol)
  }
  return reached[name.length] === 1
}

function afterWildcard(name: string, reached: Uint8Array, symbol: '*' | '%'): Uint8Array {
  const next = new Uint8Array(name.length + 1)
  for (let at = 0, open = 0; at <= name.length; at++) {
    if (symbol === '%' && name[at - 1] === '/') open = 0
    open |= reached[at]!
    next[at] = open
  }
  return next
}

function afterCharacter(name: string, reached: Uint8Array, character: string): Uint8Array {
  const next = new Uint8Array(name.length + 1)
  for (let at = 0; at < name.length; at++) if (reached[at] && name.startsWith(character, at)) next[at + character.length] = 1
  return next
}
