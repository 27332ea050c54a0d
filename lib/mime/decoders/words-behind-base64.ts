const LF = 0x0a

/** Characters of a line that is base64 in mail, and of what an encoder would call a whole one. */
const LINE = /^[A-Za-z0-9+/]+={0,4}[ \t]*$/
const WHOLE_LINE = 60

/**
 * Where base64 ends and words begin that somebody put below it, as mailing lists do with their footers without looking what they add them to; the length where nothing
 * does. Such words are a line that base64 cannot have, behind lines that are nothing else, with no more of these to come.
 */
export function wordsBehindBase64(raw: Uint8Array): number {
  const octets = Buffer.from(raw.buffer, raw.byteOffset, raw.length)
  let words = -1
  let hasData = false
  for (let start = 0; start < octets.length; ) {
    const newline = octets.indexOf(LF, start)
    const end = newline < 0 ? octets.length : newline
    // A longer line is data, whatever it is made of.
    const line = end - start > 1000 ? 'A'.repeat(WHOLE_LINE) : octets.toString('latin1', start, end).replace(/\r$/, '')
    const isData = LINE.test(line)
    if (words < 0 && isData) hasData = true
    else if (words < 0 && line.trim() !== '') {
      if (!hasData) return octets.length
      words = start
    } else if (words >= 0 && isData && line.length >= WHOLE_LINE) return octets.length
    start = end + 1
  }
  return words < 0 ? octets.length : words
}
