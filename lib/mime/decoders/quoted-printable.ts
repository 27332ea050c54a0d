const EQUALS = 0x3d
const CR = 0x0d
const LF = 0x0a
const SPACE = 0x20
const TAB = 0x09

/** Blanks held back at the end of a chunk, or between "=" and its line break; a longer run is taken for text. */
const BLANKS_LIMIT = 1024

function hexValue(octet: number | undefined): number {
  if (octet === undefined) return -1
  if (octet >= 0x30 && octet <= 0x39) return octet - 0x30
  const letter = octet | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}

const isBlank = (octet: number | undefined): boolean => octet === SPACE || octet === TAB

/** Decodes quoted-printable (RFC 2045 §6.7) in pieces; an "=" that begins nothing known is kept as text. */
export class QuotedPrintableDecoder {
  #carry: Uint8Array = new Uint8Array(0)

  write(chunk: Uint8Array): Uint8Array {
    const input = this.#carry.length === 0 ? chunk : Buffer.concat([this.#carry, chunk])
    return this.#decode(input, certainLength(input))
  }

  end(): Uint8Array {
    const input = this.#carry
    return this.#decode(input, input.length)
  }

  #decode(input: Uint8Array, end: number): Uint8Array {
    const out = Buffer.allocUnsafe(end)
    let length = 0
    /** Up to here `out` is content; behind it only blanks that a line break would drop. */
    let solid = 0
    for (let at = 0; at < end; ) {
      const octet = input[at]!
      if (octet === EQUALS) {
        const [octets, value] = escapeAt(input, at)
        if (value >= 0) out[length++] = value
        at += octets
        solid = length
        continue
      }
      // RFC 2045 §6.7 rule 3: blanks at the end of a line were added on the way.
      if (octet === LF || (octet === CR && input[at + 1] === LF)) length = solid
      out[length++] = octet
      if (!isBlank(octet)) solid = length
      at++
    }
    this.#carry = Uint8Array.from(input.subarray(end))
    return out.subarray(0, length)
  }
}

/** Octets that the escape at `at` takes, and the octet it stands for: -1 for a soft line break. */
function escapeAt(input: Uint8Array, at: number): readonly [number, number] {
  const high = hexValue(input[at + 1])
  const low = hexValue(input[at + 2])
  if (high >= 0 && low >= 0) return [3, high * 16 + low]
  let behind = at + 1
  while (isBlank(input[behind]) && behind - at < BLANKS_LIMIT) behind++
  if (input[behind] === LF) return [behind + 1 - at, -1]
  if (input[behind] === CR && input[behind + 1] === LF) return [behind + 2 - at, -1]
  return [1, behind >= input.length ? -1 : EQUALS]
}

/** How much of the input can be decoded without knowing what follows. */
function certainLength(input: Uint8Array): number {
  let end = input.length
  if (input[end - 1] === CR) end--
  while (end > 0 && isBlank(input[end - 1]) && input.length - end < BLANKS_LIMIT) end--
  if (input[end - 1] === EQUALS) return end - 1
  if (end === input.length && input[end - 2] === EQUALS) return end - 2
  return end
}
