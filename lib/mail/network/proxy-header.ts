import { readAddress } from './network-address.ts'

/** One end of a connection. */
export interface Endpoint {
  readonly address: string
  readonly port: number
}

/** What a header of the PROXY protocol says of the connection that it stands in front of. */
export interface ProxiedConnection {
  /** Who has connected to the proxy; undefined where that is the proxy itself (LOCAL), or nothing is known. */
  readonly source?: Endpoint
  /** The client has spoken TLS to the proxy. */
  readonly tls: boolean
}

/** The octets are no header, or not one that may be believed. */
export class ProxyHeaderProblem extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'ProxyHeaderProblem'
  }
}

/** PROXY protocol §2.1: the longest line with its end. */
const LONGEST_LINE = 107
/** The length field allows 64 KB; addresses and what proxies add take some hundred, with a client's certificate some thousand. */
const LONGEST_BLOCK = 8 * 1024
/** §2.2: no other protocol begins like this. */
const SIGNATURE = [0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a]
const FIXED = 16
const LINE_BEGINS = [0x50, 0x52, 0x4f, 0x58, 0x59, 0x20]

/**
 * The header of the PROXY protocol, version 1 or 2, at the beginning of these octets and how many it takes; undefined while it may still
 * become one. Throws ProxyHeaderProblem for what cannot, at the first octet that says so.
 */
export function readProxyHeader(octets: Uint8Array): { readonly header: ProxiedConnection; readonly length: number } | undefined {
  if (octets.length === 0) return undefined
  if (octets[0] === SIGNATURE[0]) return readBinary(octets)
  return readLine(octets)
}

const NUMBER = '(0|[1-9][0-9]{0,4})'
const V4 = '((?:(?:0|[1-9][0-9]{0,2})\\.){3}(?:0|[1-9][0-9]{0,2}))'
const V6 = '([0-9a-fA-F:.]{2,45})'
const LINE = new RegExp(`^PROXY (?:UNKNOWN(?: .*)?|TCP4 ${V4} ${V4} ${NUMBER} ${NUMBER}|TCP6 ${V6} ${V6} ${NUMBER} ${NUMBER})$`)

/** §2.1: `PROXY TCP4 source destination port port` and CRLF, or `PROXY UNKNOWN` with anything behind it. */
function readLine(octets: Uint8Array): { readonly header: ProxiedConnection; readonly length: number } | undefined {
  requireBeginning(octets, LINE_BEGINS)
  const end = octets.indexOf(0x0a)
  if (end < 0 && octets.length < LONGEST_LINE) return undefined
  if (end < 0 || end >= LONGEST_LINE || octets[end - 1] !== 0x0d) throw new ProxyHeaderProblem('line too long or without its end')
  const line = String.fromCharCode(...octets.subarray(0, end - 1))
  const found = LINE.exec(line)
  if (!found) throw new ProxyHeaderProblem('not a line of version 1')
  const [source, destination, from, to] = found[1] === undefined ? found.slice(5) : found.slice(1)
  if (source === undefined) return { header: { tls: false }, length: end + 1 }
  const family = found[1] === undefined ? 6 : 4
  if (familyOf(source) !== family || familyOf(destination ?? '') !== family || Number(from) > 65_535 || Number(to) > 65_535) throw new ProxyHeaderProblem('no such address or port')
  return { header: { source: { address: plainAddress(source), port: Number(from) }, tls: false }, length: end + 1 }
}

/** §2.2: signature, version and command, family and protocol, length of what follows: addresses, then types with their values. */
function readBinary(octets: Uint8Array): { readonly header: ProxiedConnection; readonly length: number } | undefined {
  requireBeginning(octets, SIGNATURE)
  const [command, family, high, low] = octets.subarray(SIGNATURE.length, FIXED)
  if (command !== undefined && command !== 0x20 && command !== 0x21) throw new ProxyHeaderProblem('unknown version or command')
  if (family !== undefined && !(family in ADDRESS_OCTETS)) throw new ProxyHeaderProblem('unknown family or protocol')
  if (command === undefined || family === undefined || high === undefined || low === undefined) return undefined
  const length = FIXED + high * 256 + low
  if (length > FIXED + LONGEST_BLOCK) throw new ProxyHeaderProblem('too long')
  if (octets.length < length) return undefined
  // A connection of the proxy's own: whatever stands there is to be passed over.
  if (command === 0x20) return { header: { tls: false }, length }
  const block = octets.subarray(FIXED, length)
  const addresses = ADDRESS_OCTETS[family] ?? 0
  if (block.length < addresses) throw new ProxyHeaderProblem('shorter than its addresses')
  const tls = readValues(octets.subarray(0, length), FIXED + addresses)
  return { header: { ...sourceOf(block, family), tls }, length }
}

/** Unspecified; TCP over IPv4, over IPv6; a stream of this machine. Datagrams have no place here. */
const ADDRESS_OCTETS: Readonly<Record<number, number>> = { 0x00: 0, 0x11: 12, 0x21: 36, 0x31: 216 }

function sourceOf(block: Uint8Array, family: number): { readonly source?: Endpoint } {
  const view = new DataView(block.buffer, block.byteOffset, block.length)
  if (family === 0x11) return { source: { address: block.subarray(0, 4).join('.'), port: view.getUint16(8) } }
  if (family !== 0x21) return {}
  const groups = Array.from({ length: 8 }, (_, at) => view.getUint16(at * 2).toString(16))
  return { source: { address: plainAddress(groups.join(':')), port: view.getUint16(32) } }
}

const CHECKSUM = 0x03
const TLS = 0x20

/** §2.2.1: values that fill the rest exactly. Answers whether one says that the client has spoken TLS; a checksum has to be right. */
function readValues(header: Uint8Array, from: number): boolean {
  let tls = false
  for (const { type, at, length } of values(header, from, header.length)) {
    if (type === CHECKSUM) requireChecksum(header, at, length)
    if (type !== TLS) continue
    if (length < 5) throw new ProxyHeaderProblem('shorter than what it says of TLS')
    for (const _ of values(header, at + 5, at + length));
    tls ||= ((header[at] ?? 0) & 1) === 1
  }
  return tls
}

function* values(octets: Uint8Array, from: number, end: number): Generator<{ readonly type: number; readonly at: number; readonly length: number }> {
  for (let at = from; at < end; ) {
    const [type, high, low] = octets.subarray(at, Math.min(end, at + 3))
    if (type === undefined || high === undefined || low === undefined) throw new ProxyHeaderProblem('ends within a value')
    const length = high * 256 + low
    if (at + 3 + length > end) throw new ProxyHeaderProblem('a value is longer than its header')
    yield { type, at: at + 3, length }
    at += 3 + length
  }
}

/** §2.2.3: CRC-32C of the whole header, its own four octets counted as zero. */
function requireChecksum(header: Uint8Array, at: number, length: number): void {
  if (length !== 4) throw new ProxyHeaderProblem('not a checksum')
  const said = new DataView(header.buffer, header.byteOffset + at, 4).getUint32(0)
  const blank = Uint8Array.from(header, (octet, place) => (place >= at && place < at + 4 ? 0 : octet))
  if (checksumOf(blank) !== said) throw new ProxyHeaderProblem('its checksum is wrong')
}

/** RFC 3720 appendix B.4. */
function checksumOf(octets: Uint8Array): number {
  let sum = 0xffff_ffff
  for (const octet of octets) {
    sum ^= octet
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0x82f6_3b78 : sum >>> 1
  }
  return (sum ^ 0xffff_ffff) >>> 0
}

function requireBeginning(octets: Uint8Array, beginning: readonly number[]): void {
  if (beginning.some((octet, at) => at < octets.length && octets[at] !== octet)) throw new ProxyHeaderProblem('no header')
}

/** As written, not as meant: IPv4 in IPv6 clothing is IPv6 here. */
function familyOf(address: string): 4 | 6 | undefined {
  if (readAddress(address) === undefined) return undefined
  return address.includes(':') ? 6 : 4
}

/** The shortest way to write it (RFC 5952), so that each is written in one way only; an IPv4 address in IPv6 clothing without it. */
function plainAddress(address: string): string {
  const found = readAddress(address)
  if (found?.family === 4) return [24n, 16n, 8n, 0n].map((shift) => (found.bits >> shift) & 255n).join('.')
  return URL.parse(`http://[${address}]`)?.hostname.slice(1, -1) ?? address
}

/** The client has spoken TLS and shown no certificate (§2.2.5). */
const SPOKE_TLS = [TLS, 0, 5, 1, 0, 0, 0, 1]

/**
 * A header in front of a connection to `destination` that is made for `source`, who has spoken TLS to us, as version 2 can say; without a source,
 * for a connection of our own.
 */
export function writeProxyHeader(version: 1 | 2, source: Endpoint | undefined, destination: Endpoint): Uint8Array {
  const [from, to] = [source && readAddress(source.address), readAddress(destination.address)]
  if (version === 1) return new TextEncoder().encode(lineFor(from && source, destination))
  const head = (command: number, family: number, length: number): number[] => [...SIGNATURE, command, family, length >> 8, length & 255]
  if (!source || !from || !to) return Uint8Array.from(head(0x20, 0x00, 0))
  const isV4 = from.family === 4 && to.family === 4
  const octets = (each: typeof from): number[] => octetsOf(each, isV4)
  const ports = [source.port, destination.port].flatMap((port) => [port >> 8, port & 255])
  const block = [...octets(from), ...octets(to), ...ports, ...SPOKE_TLS]
  return Uint8Array.from([...head(0x21, isV4 ? 0x11 : 0x21, block.length), ...block])
}

/** Version 1 cannot say an address of one family that has come to one of the other: then it says that it knows none. */
function lineFor(source: Endpoint | undefined, destination: Endpoint): string {
  if (!source) return 'PROXY UNKNOWN\r\n'
  const [from, to] = [plainAddress(source.address), plainAddress(destination.address)]
  const family = familyOf(from)
  if (family === undefined || familyOf(to) !== family) return 'PROXY UNKNOWN\r\n'
  return `PROXY TCP${family} ${from} ${to} ${source.port} ${destination.port}\r\n`
}

function octetsOf({ family, bits }: { readonly family: 4 | 6; readonly bits: bigint }, asV4: boolean): number[] {
  const whole = family === 4 && !asV4 ? bits | (0xffffn << 32n) : bits
  const width = asV4 ? 4 : 16
  return Array.from({ length: width }, (_, at) => Number((whole >> BigInt(8 * (width - 1 - at))) & 255n))
}
