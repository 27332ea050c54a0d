import { GatewayError } from '#lib/mail/gateway-error.ts'
import { rasterType } from '#lib/mail/reading/viewable.ts'
import type { IncomingMessage } from 'node:http'
import { OUTSIDE_RULES, requestOutside, requireOutside, type OutsideRules } from './outside-request.ts'

/** A picture from elsewhere, whole. */
export interface Picture {
  readonly mediaType: string
  readonly octets: Buffer
}

const PICTURE_LIMIT = 10 * 1024 * 1024
const REDIRECTS = 5
const ASKS_FOR = { Accept: 'image/webp,image/png,image/jpeg,image/gif,image/avif;q=0.9', 'Accept-Encoding': 'identity' }

/**
 * Fetches a picture for a reader who asked for remote content: without cookies, referrer or the reader's address; only over http and
 * https; only from public addresses, judged after the one resolution that is also connected to, again at each redirect; only
 * raster types by their first octets, at most 10 MB in 10 s (threats D3, D4). Throws GatewayError 'no-such-part'.
 */
export async function fetchPicture(url: string, signal: AbortSignal, rules: OutsideRules = OUTSIDE_RULES): Promise<Picture> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(rules.milliseconds)])
  let target = url
  for (let hop = 0; hop <= REDIRECTS; hop++) {
    const response = await requestOutside(requireOutside(target, rules), { method: 'GET', headers: ASKS_FOR }, limited, rules)
    const location = isRedirect(response) ? response.headers.location : undefined
    if (location === undefined) return await readPicture(response)
    response.destroy()
    target = URL.parse(location, target)?.href ?? ''
  }
  throw new GatewayError('no-such-part', 'too many redirects')
}

function isRedirect({ statusCode }: IncomingMessage): boolean {
  return statusCode !== undefined && [301, 302, 303, 307, 308].includes(statusCode)
}

async function readPicture(response: IncomingMessage): Promise<Picture> {
  try {
    if (response.statusCode !== 200 || Number(response.headers['content-length'] ?? 0) > PICTURE_LIMIT) throw new GatewayError('no-such-part', 'status or size')
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > PICTURE_LIMIT) throw new GatewayError('no-such-part', 'size')
      chunks.push(chunk)
    }
    const octets = Buffer.concat(chunks)
    const mediaType = rasterType(octets)
    if (mediaType === undefined) throw new GatewayError('no-such-part', 'no raster picture')
    return { mediaType, octets }
  } catch (error) {
    throw error instanceof GatewayError ? error : new GatewayError('no-such-part', 'remote picture', { cause: error })
  } finally {
    response.destroy()
  }
}
