import { readAddress } from './network-address.ts'

/** Whether an address lies in one of these networks in CIDR form, a bare address being a network of one. What is no address lies in none. */
export function isInNetworks(address: string, networks: readonly string[]): boolean {
  const found = readAddress(address)
  return found !== undefined && networks.some((network) => {
    const [base = '', length] = network.split('/')
    const block = readAddress(base)
    if (block?.family !== found.family) return false
    const width = block.family === 4 ? 32 : 128
    // A network written as IPv4 in IPv6 clothing counts its 96 bits of clothing.
    const clothed = base.includes(':') && block.family === 4 ? 96 : 0
    const rest = BigInt(Math.max(0, width - (length === undefined ? width : Number(length) - clothed)))
    return found.bits >> rest === block.bits >> rest
  })
}

/** Who answers for what comes from an address: itself, and of IPv6 its network of 64 bits, all of which one computer may have. */
export function clientNetwork(address: string): string {
  const found = readAddress(address)
  if (found === undefined) return address
  return found.family === 4 ? `4 ${found.bits}` : `6 ${found.bits >> 64n}`
}
