/** `-------- Forwarded message --------`, in any language: what follows is somebody else's. */
const FORWARDED = /^-{3,} ?\S.* ?-{3,}\s*$/
/** The mark above a signature (RFC 3676 §4.3); browsers and people drop its blank. */
const SIGNATURE = /^-- ?\r?$/
/** What is no prose: addresses, URLs, paths, names of files and machines, anything with digits, tags. */
const NO_PROSE = /@|:\/\/|^\W*(?:www\.|mailto:)|[\\_\p{N}]|^[#/~]|\p{L}\/\p{L}+\/|[\p{L}-]\.[\p{L}-]{2,}/u

/**
 * The text with blanks in place of all that its writer did not write as prose: quoted lines and who is said to have written them, the signature, a
 * forwarded message, addresses and URLs. As long as the text itself, so that places in one are places in the other.
 */
export function maskText(text: string): string {
  const lines = text.split('\n')
  const masked: string[] = []
  let isSignature = false
  for (const [at, line] of lines.entries()) {
    if (FORWARDED.test(line)) return [...masked, ...lines.slice(at).map(blank)].join('\n')
    if (isQuoted(line)) isSignature = false
    else if (SIGNATURE.test(line)) isSignature = true
    masked.push(isSignature || isQuoted(line) || isAttribution(lines, at) ? blank(line) : line.replaceAll(/\S+/g, (chunk) => (NO_PROSE.test(chunk) ? blank(chunk) : chunk)))
  }
  return masked.join('\n')
}

/** `On 3 February 2026, Bob wrote:` above what he wrote. */
function isAttribution(lines: readonly string[], at: number): boolean {
  if (!/[:：]\s*$/.test(lines[at] ?? '')) return false
  const next = lines.slice(at + 1, at + 3).find((line) => line.trim() !== '')
  return next !== undefined && isQuoted(next)
}

const isQuoted = (line: string): boolean => line.startsWith('>')

const blank = (text: string): string => ' '.repeat(text.length)
