import iconv from 'iconv-lite'

/** Characters of one shifted sequence that are held back until its end is seen; a longer one is decoded as far as it is there. */
const HELD_LIMIT = 64 * 1024

const SHIFTED = new Set('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/')

/** Decodes UTF-7 (RFC 2152) in pieces; iconv-lite by itself loses sequences that a piece cuts. */
export class Utf7Decoder {
  #held = ''

  write(chunk: Uint8Array): string {
    const text = this.#held + Buffer.from(chunk).toString('latin1')
    const certain = certainLength(text)
    this.#held = text.slice(certain)
    return decode(text.slice(0, certain))
  }

  end(): string {
    const rest = this.#held
    this.#held = ''
    return decode(rest)
  }
}

function decode(text: string): string {
  return iconv.decode(Buffer.from(text, 'latin1'), 'utf-7')
}

/** Up to the "+" that begins a sequence which the text does not end. */
function certainLength(text: string): number {
  let plus = text.length
  for (let at = text.length - 1; at >= 0 && SHIFTED.has(text[at] ?? ''); at--) if (text[at] === '+') plus = at
  return text.length - plus > HELD_LIMIT ? text.length : plus
}
