/** A header field's text without its words' encoding (RFC 2047), as far as browsers know the charset. */
export function decodeWords(value: string): string {
  return value.replace(/(=\?[^?\s]+\?[bq]\?[^?\s]*\?=)\s+(?==\?[^?\s]+\?[bq]\?)/gi, '$1').replace(/=\?([^?*\s]+)(?:\*[^?\s]*)?\?([bq])\?([^?\s]*)\?=/gi, (_, charset: string, kind: string, text: string) => {
    const octets = kind.toLowerCase() === 'b' ? fromBase64(text) : fromQuotedPrintable(text.replaceAll('_', ' '))
    return decodeText(octets, charset)
  })
}

/** Octets as text; UTF-8 where the charset is none that browsers know. */
export function decodeText(octets: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset || 'utf-8').decode(octets)
  } catch {
    return new TextDecoder().decode(octets)
  }
}

/** A body without its transfer encoding (RFC 2045 §6). */
export function decodeBody(octets: Uint8Array, encoding: string): Uint8Array {
  if (encoding === 'base64') return fromBase64(latin1(octets))
  return encoding === 'quoted-printable' ? fromQuotedPrintable(latin1(octets)) : octets
}

/** A character for each octet. */
export function latin1(octets: Uint8Array): string {
  return new TextDecoder('latin1').decode(octets)
}

function fromBase64(text: string): Uint8Array {
  const clean = text.replace(/[^A-Za-z0-9+/]/g, '')
  const binary = atob(clean.slice(0, clean.length - (clean.length % 4 === 1 ? 1 : 0)))
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}

function fromQuotedPrintable(text: string): Uint8Array {
  const plain = text.replace(/[ \t]+(?=\r?\n|$)/g, '').replace(/=\r?\n/g, '')
  const octets = new Uint8Array(plain.length)
  let length = 0
  for (let at = 0; at < plain.length; at++) {
    const hex = plain[at] === '=' ? /^[0-9A-Fa-f]{2}/.exec(plain.slice(at + 1, at + 3))?.[0] : undefined
    octets[length++] = hex === undefined ? plain.charCodeAt(at) : Number.parseInt(hex, 16)
    if (hex !== undefined) at += 2
  }
  return octets.subarray(0, length)
}
