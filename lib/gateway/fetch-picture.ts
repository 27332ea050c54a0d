import { GatewayError } from '#lib/mail/gateway-error.ts'
import { guardedLookup, type ResolveAll } from '#lib/mail/network/guarded-lookup.ts'
import { reachOf, type NetworkReach } from '#lib/mail/network/network-address.ts'
import { rasterType } from '#lib/mail/reading/viewable.ts'
import { lookup } from 'node:dns/promises'
import { request as requestHttp, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'

/** A picture from elsewhere, whole. */
export interface Picture {
  readonly mediaType: string
  readonly octets: Buffer
}

/** Where pictures may come from; tests allow loopback and its ports. */
export interface PictureRules {
  readonly allowed: readonly NetworkReach[]
  readonly ports: readonly number[]
  readonly resolve: ResolveAll
  readonly milliseconds: number
}

export const PICTURE_RULES: PictureRules = {
  allowed: ['public'],
  ports: [80, 443],
  resolve: (host) => lookup(host, { all: true }),
  milliseconds: 10_000,
}

const PICTURE_LIMIT = 10 * 1024 * 1024
const REDIRECTS = 5
const URL_LIMIT = 4000

/**
 * Fetches a picture for a reader who asked for remote content: without cookies, referrer or the reader's address; only over http and
 * https; only from public addresses, judged after the one resolution that is also connected to, again at each redirect; only
 * raster types by their first octets, at most 10 MB in 10 s (threats D3, D4). Throws GatewayError 'no-such-part'.
 */
export async function fetchPicture(url: string, signal: AbortSignal, rules: PictureRules = PICTURE_RULES): Promise<Picture> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(rules.milliseconds)])
  let target = url
  for (let hop = 0; hop <= REDIRECTS; hop++) {
    const response = await get(requireFetchable(target, rules), limited, rules)
    const location = isRedirect(response) ? response.headers.location : undefined
    if (location === undefined) return await readPicture(response)
    response.destroy()
    target = new URL(location, target).href
  }
  throw new GatewayError('no-such-part', 'too many redirects')
}

function requireFetchable(text: string, { ports, allowed }: PictureRules): URL {
  const url = URL.canParse(text) && text.length <= URL_LIMIT ? new URL(text) : undefined
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) throw new GatewayError('no-such-part', 'scheme')
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port)
  if (!ports.includes(port)) throw new GatewayError('no-such-part', 'port')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0 && !allowed.includes(reachOf(host))) throw new GatewayError('no-such-part', 'address')
  url.username = ''
  url.password = ''
  url.hash = ''
  return url
}

function get(url: URL, signal: AbortSignal, { resolve, allowed }: PictureRules): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((done, reject) => {
    const options = {
      agent: false,
      signal,
      lookup: guardedLookup(resolve, allowed),
      headers: { Accept: 'image/webp,image/png,image/jpeg,image/gif,image/avif;q=0.9', 'Accept-Encoding': 'identity' },
      maxHeaderSize: 16 * 1024,
    }
    request(url, options as object, done)
      .once('error', (error) => reject(new GatewayError('no-such-part', 'remote picture', { cause: error })))
      .end()
  })
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
