import { BlockList, isIP, isIPv4 } from 'node:net'

/**
 * Whose request it is: the peer, or behind trusted proxies the last address in X-Forwarded-For that is none of them.
 * `networks` are in CIDR form.
 */
export function remoteAddress(peer: string, forwardedFor: string | null, networks: readonly string[]): string {
  const trusted = blockList(networks)
  const isTrusted = (address: string): boolean => isIP(address) !== 0 && trusted.check(plain(address), isIPv4(plain(address)) ? 'ipv4' : 'ipv6')
  const hops = (forwardedFor ?? '').split(',').map((hop) => hop.trim()).filter((hop) => isIP(hop) !== 0)
  let address = peer
  while (isTrusted(address)) {
    const hop = hops.pop()
    if (hop === undefined) break
    address = hop
  }
  return plain(address)
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

/** An IPv4 address that came in IPv6 clothing. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=[0-9.]+$)/i, '')
}
