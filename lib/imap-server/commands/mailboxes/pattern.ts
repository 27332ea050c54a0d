/**
 * Whether a mailbox name matches a LIST pattern (RFC 3501 §6.3.8): `*` stands for anything, `%` for anything
 * without "/". INBOX compares without case. Time grows with name times pattern at most, whatever the pattern.
 */
export function matchesPattern(name: string, pattern: string): boolean {
  // reached[i]: the pattern so far can have consumed exactly i characters of the name.
  let reached = new Uint8Array(name.length + 1)
  reached[0] = 1
  for (const symbol of pattern.replace(/^inbox(?=$|[/*%])/i, 'INBOX')) {
    const next = new Uint8Array(name.length + 1)
    if (symbol === '*' || symbol === '%') {
      for (let at = 0, open = 0; at <= name.length; at++) {
        if (at > 0 && symbol === '%' && name[at - 1] === '/') open = 0
        open |= reached[at]!
        next[at] = open
      }
    } else {
      for (let at = 0; at < name.length; at++) if (reached[at] && name.startsWith(symbol, at)) next[at + symbol.length] = 1
    }
    reached = next
  }
  return reached[name.length] === 1
}
