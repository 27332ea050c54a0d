import type { IncomingMessage, ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'

/** Pages, and what their scripts ask for. */
const GATHERED = /^(text\/html|application\/json)\b/
/** What is larger leaves piece by piece, uncompressed; a page is a tenth of it. */
const GATHER_LIMIT = 1024 * 1024
/** What fits into one packet gains nothing. */
const COMPRESS_FROM = 1024
/** A third of the default level's time for a twelfth more octets; a page takes less than handing it to another thread does. */
const LEVEL = { level: 3 } as const

/**
 * Lets a page or a JSON answer leave in one piece, compressed when the browser takes gzip (RFC 9110 §12.5.3) and with its
 * length: it cannot be shown before its last octet anyway, and the framework would flush a compressor after each small
 * piece. Anything else passes through as it is written. Must be applied before every other wrapper of the response.
 */
export function sendWhole(request: IncomingMessage, response: ServerResponse): void {
  const takesGzip = acceptsGzip(request.headers['accept-encoding'])
  // The framework's own compressor leaves it to us.
  delete request.headers['accept-encoding']
  const original = { write: response.write, end: response.end, flushHeaders: response.flushHeaders, writeHead: response.writeHead }
  const pieces: Buffer[] = []
  let size = 0
  let passes = false

  const gathers = (): boolean => {
    passes ||= response.headersSent || !GATHERED.test(String(response.getHeader('content-type')))
    return !passes
  }
  const giveUp = (): void => {
    passes = true
    response.writeHead(response.statusCode)
    for (const piece of pieces.splice(0)) original.write.call(response, piece, 'utf8')
  }
  response.writeHead = ((status: number, ...rest: unknown[]) => {
    // Wrappers ask for the head before the first piece. Headers as an argument are how the framework never answers a page.
    if (rest.length > 0 || !gathers()) return (original.writeHead as (...all: unknown[]) => ServerResponse).call(response, status, ...rest)
    response.statusCode = status
    return response
  }) as typeof response.writeHead
  response.flushHeaders = () => (gathers() ? undefined : original.flushHeaders.call(response))
  response.write = ((...all: unknown[]) => {
    if (!gathers()) return (original.write as (...all: unknown[]) => boolean).apply(response, all)
    const piece = octets(all)
    pieces.push(piece)
    size += piece.length
    callbackOf(all)?.()
    if (size > GATHER_LIMIT) giveUp()
    return true
  }) as typeof response.write
  response.end = ((...all: unknown[]) => {
    if (!gathers()) return (original.end as (...all: unknown[]) => ServerResponse).apply(response, all)
    const whole = Buffer.concat([...pieces.splice(0), octets(all)])
    passes = true
    if (!/accept-encoding/i.test(String(response.getHeader('vary')))) response.appendHeader('vary', 'Accept-Encoding')
    const isCompressed = takesGzip && whole.length >= COMPRESS_FROM && response.getHeader('content-encoding') === undefined
    const body = isCompressed ? gzipSync(whole, LEVEL) : whole
    if (isCompressed) response.setHeader('content-encoding', 'gzip')
    response.removeHeader('transfer-encoding')
    response.setHeader('content-length', body.length)
    response.writeHead(response.statusCode)
    original.end.call(response, body, 'utf8', callbackOf(all))
    return response
  }) as typeof response.end
}

/** A weight of 0 refuses it. */
function acceptsGzip(header: string | string[] | undefined): boolean {
  return String(header ?? '').split(',').some((coding) => /^\s*(gzip|x-gzip|\*)\s*(;\s*q=(?!0(\.0*)?\s*$).*)?$/i.test(coding))
}

/** The piece in the arguments of `write` and `end`; empty where there is none. */
function octets([chunk, encoding]: readonly unknown[]): Buffer {
  if (typeof chunk === 'string') return Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8')
  return chunk instanceof Uint8Array ? Buffer.from(chunk) : Buffer.alloc(0)
}

function callbackOf(all: readonly unknown[]): (() => void) | undefined {
  return all.findLast((argument) => typeof argument === 'function') as (() => void) | undefined
}
