import type { IncomingHttpHeaders } from 'node:http'
import { BlockList, isIPv6 } from 'node:net'

/**
 * Headers by which one part of the framework or of Postern talks to another inside this process. From outside they
 * are forgeries (the class of CVE-2025-29927), so they are dropped; `rsc`, `next-router-*` and `next-url` are the
 * browser's own and stay.
 */
const INTERNAL = [/^x-middleware-/, /^x-nextjs-/, /^x-next-/, /^x-now-/, /^x-matched-path$/, /^x-invoke-/, /^x-vercel-/, /^x-prerender-/, /^next-resume$/, /^x-postern-/, /^content-security-policy/, /^next-action$/]
/** The one of ours that scripts send themselves is `X-Postern`, which no pattern above matches. */
const FORWARDED = /^(x-forwarded-|forwarded$|x-real-ip$)/

/** Deletes what no browser may say, in place; `X-Forwarded-*` too unless the peer is a trusted proxy. */
export function dropForgedHeaders(headers: IncomingHttpHeaders, peerIsTrusted: boolean): void {
  for (const name of Object.keys(headers)) {
    if (INTERNAL.some((pattern) => pattern.test(name)) || (!peerIsTrusted && FORWARDED.test(name))) delete headers[name]
  }
}

/** Answers for an address whether it lies in one of these networks (CIDR or single addresses). */
export function createTrust(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', prefix] = network.split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    list.addSubnet(address, Number(prefix ?? (family === 'ipv6' ? 128 : 32)), family)
  }
  return (address) => list.check(plainAddress(address), isIPv6(plainAddress(address)) ? 'ipv6' : 'ipv4')
}

/**
 * The address that the request came from: the peer's own, or, behind trusted proxies, the last address of
 * X-Forwarded-For that is not itself one of them. What stands further left is the client's invention.
 */
export function remoteAddress(peer: string, forwardedFor: string | undefined, isTrusted: (address: string) => boolean): string {
  if (!isTrusted(peer) || forwardedFor === undefined) return plainAddress(peer)
  const hops = forwardedFor.split(',').map((hop) => plainAddress(hop.trim()))
  const foreign = hops.findLast((hop) => hop !== '' && !isTrusted(hop))
  return foreign !== undefined && /^[0-9a-f.:]{2,45}$/i.test(foreign) ? foreign : plainAddress(peer)
}

/** An IPv4 address that arrived on an IPv6 socket, written as IPv4. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '')
}
