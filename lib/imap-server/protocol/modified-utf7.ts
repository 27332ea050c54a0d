/** A name in modified UTF-7 (RFC 3501 §5.1.3): printable ASCII as it stands, the rest as base64 of UTF-16. */
export function encodeModifiedUtf7(name: string): string {
  return name.replace(/&|[^\x20-\x7e]+/g, (run) => (run === '&' ? '&-' : `&${toBase64(run)}-`))
}

/**
 * The name behind modified UTF-7; undefined when the text is not in it. Strict, so that one name has one
 * spelling: printable ASCII in base64, a dangling surrogate, padding bits that are set and 8-bit octets are refused.
 */
export function decodeModifiedUtf7(text: string): string | undefined {
  if (/[^\x20-\x7e]/.test(text)) return undefined
  let name = ''
  for (let at = 0; at < text.length; ) {
    const shift = text.indexOf('&', at)
    if (shift < 0) return name + text.slice(at)
    name += text.slice(at, shift)
    const end = text.indexOf('-', shift)
    if (end < 0) return undefined
    if (end === shift + 1) name += '&'
    else {
      const run = text.slice(shift + 1, end)
      const decoded = fromBase64(run)
      // Encoding again must give the same text; and "&…-&…-" would be a second spelling of one run.
      if (decoded === undefined || toBase64(decoded) !== run || /^&[^-]/.test(text.slice(end + 1))) return undefined
      name += decoded
    }
    at = end + 1
  }
  return name
}

function toBase64(run: string): string {
  const octets = Buffer.from(run, 'utf16le').swap16()
  return octets.toString('base64').replaceAll('/', ',').replaceAll('=', '')
}

function fromBase64(run: string): string | undefined {
  if (!/^[A-Za-z0-9+,]+$/.test(run)) return undefined
  const octets = Buffer.from(run.replaceAll(',', '/'), 'base64')
  if (octets.length === 0 || octets.length % 2 !== 0) return undefined
  const decoded = octets.swap16().toString('utf16le')
  return decoded.isWellFormed() && !/[\x20-\x7e]/.test(decoded) ? decoded : undefined
}
