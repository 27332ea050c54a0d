import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import type DataStream from 'nodemailer/lib/smtp-connection/data-stream'

const LF = 10
const CR = 13
const DOT = 46

/** What the library's stream counts and remembers while it writes dots. */
type Dots = InstanceType<typeof DataStream> & { inByteCount: number; outByteCount: number; lastByte: number | false }

/**
 * Lets pass as it is what needs no dot and no other line end (RFC 5321 §4.5.2): the library looks at every octet of a message in a script, which takes a third of
 * the time in which a large one is sent. Everything else goes the library's own way.
 */
export function passQuickly(connection: SMTPConnection): void {
  const own = connection as unknown as { _createSendStream(callback: unknown): Dots }
  const create = own._createSendStream.bind(connection)
  own._createSendStream = (callback) => quickDots(create(callback))
}

/** The same stream, faster. */
export function quickDots<S extends object>(stream: S): S {
  const dots = stream as unknown as Dots
  const slow = dots._transform.bind(dots)
  dots._transform = (chunk: unknown, encoding, done) => {
    if (!(chunk instanceof Uint8Array) || !needsNothing(chunk, dots.lastByte)) return slow(chunk, encoding, done)
    dots.inByteCount += chunk.length
    dots.outByteCount += chunk.length
    dots.lastByte = chunk[chunk.length - 1] ?? false
    done(null, chunk)
  }
  return stream
}

/** Whether every line of it ends with CRLF and none begins with a dot, the first one not counted as a line of its own unless `before` ended one. */
function needsNothing(chunk: Uint8Array, before: number | false): boolean {
  const octets = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
  if (octets.length === 0 || before === CR || ((before === false || before === LF) && (octets[0] === DOT || octets[0] === LF))) return false
  for (let at = octets.indexOf(LF); at >= 0; at = octets.indexOf(LF, at + 1)) if (octets[at - 1] !== CR || octets[at + 1] === DOT) return false
  // A CR at the end is the next chunk's to judge.
  for (let at = octets.indexOf(CR); at >= 0; at = octets.indexOf(CR, at + 1)) if (octets[at + 1] !== LF && at + 1 < octets.length) return false
  return true
}
