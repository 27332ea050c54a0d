import { once } from 'node:events'
import type { PassThrough } from 'node:stream'
import { SMTPServer } from 'smtp-server'

type Connection = SMTPServer['connections'] extends Set<infer C> ? C : never

/** What the library's reader of messages knows between two pieces of what a client sends. */
export interface DataReader {
  _atDataStart: boolean
  /** Octets that have come and not been passed on: the end of a message may lie in them. */
  _lastBytes: Buffer | false
  _dataStream: PassThrough | false
  _countDataBytes(octets: number): void
  _feedDataStream(piece: Buffer, done: (error?: Error | null) => void): void
}

interface Reading {
  _parser: DataReader | false
  _createParser(): DataReader
}

const DOT_LINE = Buffer.from('\n.')
/** Octets that may be the beginning of an end, and one more, as the library keeps them. */
const KEPT = 4
/** Shorter pieces are not worth it. */
const LEAST = 256

/** Reads messages faster: the library looks at every octet in a script, which takes a tenth of the time in which a large one is delivered. */
export class QuickServer extends SMTPServer {
  override connect(...accepted: Parameters<SMTPServer['connect']>): void {
    super.connect(...accepted)
    const connection = this.newest()
    if (connection) readQuickly(connection)
  }

  /** The connection that was accepted last. */
  protected newest(): Connection | undefined {
    let last: Connection | undefined
    for (const connection of this.connections) last = connection
    return last
  }
}

/** Also behind STARTTLS, where the connection makes itself another reader. */
function readQuickly(connection: Connection): void {
  const reading = connection as unknown as Reading
  const create = reading._createParser.bind(connection)
  reading._createParser = () => quickReader(create())
  if (reading._parser) quickReader(reading._parser)
}

/** The same reader, which passes on at once what holds no line that begins with a dot (RFC 5321 §4.5.2). Everything else goes the library's own way. */
export function quickReader<R extends object>(reader: R): R {
  const own = reader as unknown as DataReader
  const slow = own._feedDataStream.bind(reader)
  own._feedDataStream = (piece, done) => {
    const kept = own._lastBytes || Buffer.alloc(0)
    const stream = own._dataStream
    if (own._atDataStart || piece.length < LEAST || !stream || !stream.writable || holdsDotLine(kept, piece)) return slow(piece, done)
    const [passed, rest] = [piece.subarray(0, -KEPT), piece.subarray(-KEPT)]
    own._lastBytes = false
    own._countDataBytes(kept.length + passed.length)
    if (kept.length > 0) stream.write(kept)
    if (stream.write(passed) || stream.destroyed) return slow(rest, done)
    // A stream that was destroyed never drains, it only closes.
    const over = new AbortController()
    void Promise.race([once(stream, 'drain', over), once(stream, 'close', over)]).catch(() => undefined).finally(() => {
      over.abort()
      slow(rest, done)
    })
  }
  return reader
}

function holdsDotLine(kept: Buffer, piece: Buffer): boolean {
  return piece.includes(DOT_LINE) || Buffer.concat([kept, piece.subarray(0, 1)]).includes(DOT_LINE)
}
