/** A quoted word, a route address, a comment, a separator, or a run of anything else (RFC 5322 §3.4). */
const PIECE = /"(?:[^"\\]|\\.)*"?|<[^>]*>?|\((?:[^()\\]|\\.)*\)?|[,;:]|[^",;:<(]+/gu
/** RFC 5322 §3.2.3 dot-atom, and everything beyond ASCII (RFC 6531 §3.3). */
const LOCAL_PART = /^[\w!#$%&'*+/=?^`{|}~\u00a1-\u{10ffff}-]+(?:\.[\w!#$%&'*+/=?^`{|}~\u00a1-\u{10ffff}-]+)*$/u

/**
 * What was typed into an address field, each local part that stands alone between commas with `@domain` behind it; everything else word for
 * word. Two words are a name, and `bob:` begins a group: both stay.
 */
export function completeLocalParts(typed: string, domain: string): string {
  const pieces = typed.match(PIECE) ?? []
  return pieces.map((piece, at) => (isAlone(pieces, at) ? piece.replace(/\s*$/, `@${domain}$&`) : piece)).join('')
}

function isAlone(pieces: readonly string[], at: number): boolean {
  const [before = ',', piece = '', after = ','] = [pieces[at - 1], pieces[at], pieces[at + 1]]
  return LOCAL_PART.test(piece.trim()) && /^[,;:]$/.test(before) && /^[,;]$/.test(after)
}
