const CR = 13
const LF = 10
const CRLF = Buffer.from('\r\n')

/**
 * The same octets with CRLF for every CR, LF or CRLF (RFC 5321 §2.3.8): a bare one inside an attached message is read as a line
 * end by some servers and not by others, which is how messages are smuggled into each other.
 */
export async function* canonicalLines(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let afterCr = false
  for await (const chunk of content) {
    const octets = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
    // The LF of a CRLF that was cut between two chunks has been written already.
    const from = afterCr && octets[0] === LF ? 1 : 0
    afterCr = octets.length > 0 ? octets[octets.length - 1] === CR : afterCr
    if (from < octets.length) yield isCanonical(octets, from) ? octets.subarray(from) : rewrite(octets, from)
  }
}

/** True when every CR is followed by LF and every LF follows CR, and none of them is the last or first octet alone. */
function isCanonical(octets: Buffer, from: number): boolean {
  for (let at = octets.indexOf(LF, from); at >= 0; at = octets.indexOf(LF, at + 1)) if (at === from || octets[at - 1] !== CR) return false
  for (let at = octets.indexOf(CR, from); at >= 0; at = octets.indexOf(CR, at + 1)) if (octets[at + 1] !== LF) return false
  return true
}

function rewrite(octets: Buffer, from: number): Buffer {
  const pieces: Buffer[] = []
  let start = from
  for (let at = from; at < octets.length; at++) {
    const octet = octets[at]
    if (octet !== CR && octet !== LF) continue
    pieces.push(octets.subarray(start, at), CRLF)
    if (octet === CR && octets[at + 1] === LF) at += 1
    start = at + 1
  }
  pieces.push(octets.subarray(start))
  return Buffer.concat(pieces)
}
