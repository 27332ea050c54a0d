/** Where an IP address leads: out into the world, to this machine, or into somebody's own network. */
export type NetworkReach = 'public' | 'loopback' | 'private'

/** Blocks of IPv4 that are not the world's (RFC 6890 and its registry): address and prefix length. */
const PRIVATE_V4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]

/** Blocks inside 2000::/3 that are not the world's: protocol assignments with Teredo, documentation, 6to4. */
const PRIVATE_V6: readonly (readonly [bigint, number])[] = [
  [0x2001_0000n << 96n, 23],
  [0x2001_0db8n << 96n, 32],
  [0x2002_0000n << 96n, 16],
  [0x3fff_0000n << 96n, 20],
]

/** The reach of an address in text form; what is no address is 'private'. Never judges a host name: resolve it first (threats D4). */
export function reachOf(address: string): NetworkReach {
  const v4 = readV4(address)
  if (v4 !== undefined) return reachOfV4(v4)
  const v6 = readV6(address)
  return v6 === undefined ? 'private' : reachOfV6(v6)
}

function reachOfV4(address: number): NetworkReach {
  if (address >>> 24 === 127) return 'loopback'
  const isPrivate = PRIVATE_V4.some(([block, bits]) => address >>> (32 - bits) === (readV4(block) ?? 0) >>> (32 - bits))
  return isPrivate ? 'private' : 'public'
}

function reachOfV6(address: bigint): NetworkReach {
  if (address === 1n) return 'loopback'
  // ::ffff:0:0/96 and 64:ff9b::/96 are IPv4 in other clothing (RFC 4291 §2.5.5, RFC 6052).
  if (address >> 32n === 0xffffn || address >> 32n === 0x64_ff9bn << 64n) return reachOfV4(Number(address & 0xffff_ffffn))
  if (address >> 125n !== 1n) return 'private'
  return PRIVATE_V6.some(([block, bits]) => address >> BigInt(128 - bits) === block >> BigInt(128 - bits)) ? 'private' : 'public'
}

function readV4(text: string): number | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)
  if (!match) return undefined
  const octets = match.slice(1).map(Number)
  if (octets.some((octet) => octet > 255)) return undefined
  return octets.reduce((sum, octet) => sum * 256 + octet, 0)
}

/** An address as bits, an IPv4 address in IPv6 clothing being what it is (RFC 4291 §2.5.5.2); undefined for what is no address. */
export function readAddress(text: string): { readonly family: 4 | 6; readonly bits: bigint } | undefined {
  const v4 = readV4(text)
  if (v4 !== undefined) return { family: 4, bits: BigInt(v4) }
  const v6 = readV6(text)
  if (v6 === undefined) return undefined
  return v6 >> 32n === 0xffffn ? { family: 4, bits: v6 & 0xffff_ffffn } : { family: 6, bits: v6 }
}

/** RFC 4291 §2.2, with a zone behind "%" left out. */
function readV6(text: string): bigint | undefined {
  const [plain = ''] = text.split('%')
  const [head = '', tail, more] = plain.split('::')
  if (more !== undefined) return undefined
  const [front, back] = [groups(head), groups(tail ?? '')]
  if (!front || !back) return undefined
  const missing = 8 - front.length - back.length
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined
  const all = [...front, ...Array<number>(missing).fill(0), ...back]
  return all.reduce((sum, group) => (sum << 16n) | BigInt(group), 0n)
}

function groups(text: string): readonly number[] | undefined {
  if (text === '') return []
  const found: number[] = []
  for (const group of text.split(':')) {
    const v4 = readV4(group)
    if (v4 !== undefined) found.push(v4 >>> 16, v4 & 0xffff)
    else if (/^[0-9a-f]{1,4}$/i.test(group)) found.push(Number.parseInt(group, 16))
    else return undefined
  }
  return found
}
