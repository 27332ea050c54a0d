import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net'

/**
 * Whose request it is: the peer, or behind trusted proxies the last address in X-Forwarded-For that is none of them; a port behind it
 * does not count. What no address can be read from ends the way there: whatever stands before it the client may have written.
 * `networks` are in CIDR form.
 */
export function remoteAddress(peer: string, forwardedFor: string | null, networks: readonly string[]): string {
  const trusted = blockList(networks)
  const isTrusted = (each: string): boolean => isAmong(trusted, each)
  const hops = (forwardedFor ?? '').split(',').map((hop) => plain(withoutPort(hop.trim())))
  let address = plain(peer)
  while (isTrusted(address)) {
    const hop = hops.pop()
    if (hop === undefined || isIP(hop) === 0) break
    address = hop
  }
  return address
}

/** Whether what a peer says about the browser's side is believed. */
export function isTrustedProxy(peer: string, networks: readonly string[]): boolean {
  return isAmong(blockList(networks), plain(peer))
}

/** Whether a client's own address, as `remoteAddress` finds it, lies in one of these networks. */
export function isOfNetworks(address: string, networks: readonly string[]): boolean {
  return isAmong(blockList(networks), address)
}

function isAmong(list: BlockList, address: string): boolean {
  return isIP(address) !== 0 && list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')
}

/** `192.0.2.1:4433` and `[2001:db8::1]:4433` as some proxies write them. */
function withoutPort(hop: string): string {
  return /^\[([^\]]*)\](?::\d+)?$/.exec(hop)?.[1] ?? /^([\d.]+):\d+$/.exec(hop)?.[1] ?? hop
}

function blockList(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    if (isIP(address) === 0) continue
    const family = isIPv4(address) ? 'ipv4' : 'ipv6'
    list.addSubnet(address, bits === undefined ? (family === 'ipv4' ? 32 : 128) : Number(bits), family)
  }
  return list
}

/** An IPv4 address that came in IPv6 clothing, however that is written. */
function plain(address: string): string {
  if (!isIPv6(address)) return address
  const [, high, low] = /^\[::ffff:([0-9a-f]+):([0-9a-f]+)\]$/.exec(URL.parse(`http://[${address}]`)?.hostname ?? '') ?? []
  if (high === undefined || low === undefined) return address
  const bits = Number.parseInt(high, 16) * 65_536 + Number.parseInt(low, 16)
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join('.')
}
