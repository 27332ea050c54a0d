/**
 * The stream without a byte order mark, and in UTF-8 where it was UTF-16, with a byte order mark or without one (then its first
 * two characters must be ASCII). Anything else passes as it is.
 */
export async function* utf8Octets(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array = new Uint8Array(0)
  let decoder: TextDecoder | undefined
  let begun = false
  const encoder = new TextEncoder()
  for await (const chunk of input) {
    if (!begun) {
      held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
      if (held.length < 4) continue
      begun = true
      decoder = wideDecoder(held)
      yield decoder ? encoder.encode(decoder.decode(held, { stream: true })) : withoutMark(held)
    } else yield decoder ? encoder.encode(decoder.decode(chunk, { stream: true })) : chunk
  }
  if (!begun && held.length > 0) yield withoutMark(held)
  if (decoder) yield encoder.encode(decoder.decode())
}

function wideDecoder(start: Uint8Array): TextDecoder | undefined {
  const [first = 0, second = 0, third = 0, fourth = 0] = start
  // TextDecoder takes the mark away by itself.
  if ((first === 0xff && second === 0xfe) || (isAscii(first) && second === 0 && isAscii(third) && fourth === 0)) return new TextDecoder('utf-16le')
  if ((first === 0xfe && second === 0xff) || (first === 0 && isAscii(second) && third === 0 && isAscii(fourth))) return new TextDecoder('utf-16be')
  return undefined
}

function isAscii(octet: number): boolean {
  return octet > 0 && octet < 0x80
}

function withoutMark(start: Uint8Array): Uint8Array {
  return start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf ? start.subarray(3) : start
}
