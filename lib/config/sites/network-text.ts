import { isIPv4 } from 'node:net'

const MAPPED = 0xffffn << 32n

/** A network in the one way to write it: `10.1.0.0/8` and `10.0.0.0/8` are the same, and so are `::1` and `0:0::1/128`. Takes an address or a network in CIDR form. */
export function canonicalNetwork(network: string): string {
  const { first, width, bits } = read(network)
  return width === 32 ? `${writtenV4(first)}/${bits}` : `${first.toString(16)}/${bits} of IPv6`
}

/** The IPv4 network that one of RFC 4291 §2.5.5.2 stands for: `10.20.0.0/16` of `::ffff:10.20.0.0/112`; undefined for every other. */
export function mappedNetwork(network: string): string | undefined {
  const { first, width, bits } = read(network)
  if (width === 32 || bits < 96 || first >> 32n !== MAPPED >> 32n) return undefined
  return bits === 128 ? writtenV4(first - MAPPED) : `${writtenV4(first - MAPPED)}/${bits - 96}`
}

/** Its first address, how many bits an address has, and how many of them all of its addresses share. */
function read(network: string): { first: bigint; width: 32 | 128; bits: number } {
  const [address = '', prefix] = network.split('/')
  const width = isIPv4(address) ? 32 : 128
  const bits = prefix === undefined ? width : Number(prefix)
  const rest = BigInt(width - bits)
  return { first: ((width === 32 ? readV4(address) : readV6(address)) >> rest) << rest, width, bits }
}

function readV4(address: string): bigint {
  return address.split('.').reduce((sum, octet) => sum * 256n + BigInt(octet), 0n)
}

function writtenV4(address: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((address >> shift) & 255n)).join('.')
}

/** Of an address that is one; a URL writes it without IPv4 at its end (RFC 5952 §4, but hexadecimal all through). */
function readV6(address: string): bigint {
  const [plain = ''] = address.split('%')
  const [front = [], back = []] = new URL(`http://[${plain}]/`).hostname.slice(1, -1).split('::').map((half) => half.split(':').filter((group) => group !== ''))
  const groups = [...front, ...Array<string>(8 - front.length - back.length).fill('0'), ...back]
  return groups.reduce((sum, group) => (sum << 16n) + BigInt(`0x${group}`), 0n)
}
