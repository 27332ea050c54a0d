import { GatewayError } from '#lib/mail/gateway-error.ts'
import { guardedLookup, type ResolveAll } from '#lib/mail/network/guarded-lookup.ts'
import { reachOf, type NetworkReach } from '#lib/mail/network/network-address.ts'
import { lookup } from 'node:dns/promises'
import { request as requestHttp, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'

/** Where a request on behalf of a message may go; tests allow loopback and its ports. */
export interface OutsideRules {
  readonly allowed: readonly NetworkReach[]
  readonly ports: readonly number[]
  readonly schemes: readonly ('http:' | 'https:')[]
  readonly resolve: ResolveAll
  readonly milliseconds: number
}

export const OUTSIDE_RULES: OutsideRules = {
  allowed: ['public'],
  ports: [80, 443],
  schemes: ['http:', 'https:'],
  resolve: (host) => lookup(host, { all: true }),
  milliseconds: 10_000,
}

const URL_LIMIT = 4000

export interface OutsideRequest {
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** The URL as it may be asked for, without name, password and fragment. Throws GatewayError 'no-such-part' (threats D4). */
export function requireOutside(text: string, { ports, allowed, schemes }: OutsideRules): URL {
  const url = URL.canParse(text) && text.length <= URL_LIMIT ? new URL(text) : undefined
  if (!url || !schemes.some((scheme) => scheme === url.protocol)) throw new GatewayError('no-such-part', 'scheme')
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port)
  if (!ports.includes(port)) throw new GatewayError('no-such-part', 'port')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0 && !allowed.includes(reachOf(host))) throw new GatewayError('no-such-part', 'address')
  url.username = ''
  url.password = ''
  url.hash = ''
  return url
}

/** One request, without cookies, referrer or the reader's address, to an address that was judged after the one resolution that is connected to. Follows nothing. Throws GatewayError 'no-such-part'. */
export function requestOutside(url: URL, { method, headers, body }: OutsideRequest, signal: AbortSignal, { resolve, allowed }: OutsideRules): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((done, reject) => {
    const options = { agent: false, method, signal, lookup: guardedLookup(resolve, allowed), headers, maxHeaderSize: 16 * 1024 }
    request(url, options as object, done)
      .once('error', (error) => reject(new GatewayError('no-such-part', 'outside', { cause: error })))
      .end(body)
  })
}
