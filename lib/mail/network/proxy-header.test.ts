import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ProxyHeaderProblem, readProxyHeader, writeProxyHeader, type ProxiedConnection } from './proxy-header.ts'

const SIGNATURE = '0d0a0d0a000d0a515549540a'
const octets = (...hex: readonly string[]): Uint8Array => Uint8Array.from(Buffer.from(hex.join('').replaceAll(' ', ''), 'hex'))
const line = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'))
/** From 192.0.2.7:4711 to 198.51.100.1:143. */
const V4 = 'c0000207 c6336401 1267 008f'
const V6 = '20010db8000000000000000000000007 20010db8000000000000000000000001 1267 008f'
const v2 = (command: string, family: string, ...block: readonly string[]): Uint8Array => {
  const body = block.join('').replaceAll(' ', '')
  return octets(SIGNATURE, command, family, (body.length / 2).toString(16).padStart(4, '0'), body)
}
const FROM_V4: ProxiedConnection = { source: { address: '192.0.2.7', port: 4711 }, tls: false }
const FROM_V6: ProxiedConnection = { source: { address: '2001:db8::7', port: 4711 }, tls: false }
const NOBODY: ProxiedConnection = { tls: false }

const GOOD: readonly (readonly [what: string, octets: Uint8Array, header: ProxiedConnection])[] = [
  ['v1 IPv4', line('PROXY TCP4 192.0.2.7 198.51.100.1 4711 143\r\n'), FROM_V4],
  ['v1 IPv6', line('PROXY TCP6 2001:DB8:0:0::7 2001:db8::1 4711 143\r\n'), FROM_V6],
  ['v1 IPv4 in IPv6 clothing', line('PROXY TCP6 ::ffff:192.0.2.7 2001:db8::1 4711 143\r\n'), FROM_V4],
  ['v1 unknown', line('PROXY UNKNOWN\r\n'), NOBODY],
  ['v1 unknown with words', line('PROXY UNKNOWN ffff:f:f:f:f:f:f:f 1 2 3\r\n'), NOBODY],
  ['v1 of the greatest length', line(`PROXY UNKNOWN ${'x'.repeat(107 - 16)}\r\n`), NOBODY],
  ['v2 IPv4', v2('21', '11', V4), FROM_V4],
  ['v2 IPv6', v2('21', '21', V6), FROM_V6],
  ['v2 IPv4 in IPv6 clothing', v2('21', '21', '00000000000000000000ffffc0000207 00000000000000000000ffffc6336401 1267 008f'), FROM_V4],
  ['v2 unspecified', v2('21', '00'), NOBODY],
  ['v2 a socket of this machine', v2('21', '31', '00'.repeat(216)), NOBODY],
  ['v2 of its own', v2('20', '00'), NOBODY],
  ['v2 of its own, whatever follows', v2('20', '11', 'ff'), NOBODY],
  ['v2 with values', v2('21', '11', V4, '04 0003 000000', '05 0001 41'), FROM_V4],
  ['v2 with an empty value', v2('21', '11', V4, '04 0000'), FROM_V4],
  ['v2 with TLS', v2('21', '11', V4, '20 000d 01 00000000 21 0005 544c537631'), { ...FROM_V4, tls: true }],
  ['v2 with a client that spoke no TLS', v2('21', '11', V4, '20 0005 00 00000000'), FROM_V4],
]

test('both versions say who has connected', () => {
  for (const [what, given, header] of GOOD) assert.deepEqual(readProxyHeader(given), { header, length: given.length }, what)
})

test('what follows the header is not its own; cut anywhere it is awaited', () => {
  for (const [what, given, header] of GOOD) {
    assert.deepEqual(readProxyHeader(Uint8Array.from([...given, ...line('a001 LOGIN\r\n')])), { header, length: given.length }, what)
    for (let cut = 0; cut < given.length; cut++) assert.equal(readProxyHeader(given.subarray(0, cut)), undefined, `${what}, ${cut} octets`)
  }
})

const HOSTILE: readonly (readonly [what: string, octets: Uint8Array])[] = [
  ['another protocol', line('a001 LOGIN alice secret\r\n')],
  ['almost the word', line('PROXX')],
  ['lower case', line('proxy TCP4 1.2.3.4 1.2.3.4 1 2\r\n')],
  ['a line without CR', line('PROXY UNKNOWN\n')],
  ['a line too long', line(`PROXY UNKNOWN ${'x'.repeat(107 - 15)}\r\n`)],
  ['a line that does not end', line(`PROXY UNKNOWN ${'x'.repeat(100)}`)],
  ['two spaces', line('PROXY  TCP4 192.0.2.7 198.51.100.1 4711 143\r\n')],
  ['a port too many', line('PROXY TCP4 192.0.2.7 198.51.100.1 4711 143 1\r\n')],
  ['a port beyond', line('PROXY TCP4 192.0.2.7 198.51.100.1 65536 143\r\n')],
  ['a port with zeros before it', line('PROXY TCP4 192.0.2.7 198.51.100.1 04711 143\r\n')],
  ['a number beyond', line('PROXY TCP4 256.0.2.7 198.51.100.1 4711 143\r\n')],
  ['octal', line('PROXY TCP4 192.0.2.07 198.51.100.1 4711 143\r\n')],
  ['an address of the other family', line('PROXY TCP4 2001:db8::7 198.51.100.1 4711 143\r\n')],
  ['an address of the other family', line('PROXY TCP6 192.0.2.7 2001:db8::1 4711 143\r\n')],
  ['no address', line('PROXY TCP6 :::: 2001:db8::1 4711 143\r\n')],
  ['a zone', line('PROXY TCP6 fe80::1%eth0 2001:db8::1 4711 143\r\n')],
  ['a name', line('PROXY TCP4 localhost localhost 4711 143\r\n')],
  ['UDP in words', line('PROXY UDP4 192.0.2.7 198.51.100.1 4711 143\r\n')],
  ['the signature, almost', octets('0d0a0d0a000d0a515549540b')],
  ['version 1 in octets', v2('11', '11', V4)],
  ['an unknown command', v2('22', '11', V4)],
  ['datagrams', v2('21', '12', V4)],
  ['an unknown family', v2('21', '41', V4)],
  ['too short for its addresses', v2('21', '11', V4.slice(0, -2))],
  ['too short for its addresses', v2('21', '21', V4)],
  ['a length beyond all', octets(SIGNATURE, '21', '11', 'ffff')],
  ['a value longer than the header', v2('21', '11', V4, '04 0004 000000')],
  ['a header that ends within a value', v2('21', '11', V4, '04 00')],
  ['TLS without what belongs to it', v2('21', '11', V4, '20 0004 01 000000')],
  ['a value of TLS longer than TLS', v2('21', '11', V4, '20 0008 01 00000000 21 0001')],
  ['a wrong checksum', v2('21', '11', V4, '03 0004 00000000')],
  ['a checksum of three octets', v2('21', '11', V4, '03 0003 000000')],
]

test('whatever is not exactly a header is refused', () => {
  for (const [what, given] of HOSTILE) assert.throws(() => readProxyHeader(given), ProxyHeaderProblem, what)
})

test('a right checksum passes, and one octet that differs does not', () => {
  const given = v2('21', '11', V4, '03 0004 00000000')
  const sums = [...crcOf(given, given.length - 4)]
  given.set(sums, given.length - 4)
  assert.deepEqual(readProxyHeader(given)?.header, FROM_V4)
  given[17] = 1
  assert.throws(() => readProxyHeader(given), ProxyHeaderProblem)
})

/** CRC-32C by polynomial division of the bits, as a mathematician has it. */
function crcOf(header: Uint8Array, at: number): Uint8Array {
  const blank = Uint8Array.from(header)
  blank.fill(0, at, at + 4)
  let sum = 0xffffffffn
  for (const octet of blank) for (let bit = 0n; bit < 8n; bit++) sum = ((sum ^ (BigInt(octet) >> bit)) & 1n) === 1n ? (sum >> 1n) ^ 0x82f63b78n : sum >> 1n
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, Number(sum ^ 0xffffffffn))
  return bytes
}

test('no octets make it do anything but answer or refuse', () => {
  const start = fc.constantFrom(octets(SIGNATURE), octets(SIGNATURE, '2111'), octets(SIGNATURE, '2121'), line('PROXY '), line('PROXY TCP4 '), new Uint8Array())
  fc.assert(fc.property(start, fc.uint8Array({ maxLength: 300 }), (begins, rest) => {
    const given = Uint8Array.from([...begins, ...rest])
    try {
      const read = readProxyHeader(given)
      return read === undefined || read.length <= given.length
    } catch (error) {
      return error instanceof ProxyHeaderProblem
    }
  }), { numRuns: 2000 })
})

test('what we write is read as what was meant', () => {
  const to = { address: '198.51.100.1', port: 143 }
  const to6 = { address: '2001:db8::1', port: 143 }
  const read = (...[version, source, destination]: Parameters<typeof writeProxyHeader>): unknown => readProxyHeader(writeProxyHeader(version, source, destination))?.header
  for (const version of [1, 2] as const) {
    // Only version 2 can say that they have spoken TLS.
    const tls = version === 2
    assert.deepEqual(read(version, { address: '192.0.2.7', port: 4711 }, to), { ...FROM_V4, tls })
    assert.deepEqual(read(version, { address: '2001:db8::7', port: 4711 }, to6), { ...FROM_V6, tls })
    assert.deepEqual(read(version, { address: '::ffff:192.0.2.7', port: 4711 }, to), { ...FROM_V4, tls })
    assert.deepEqual(read(version, undefined, to), NOBODY)
    assert.deepEqual(read(version, { address: 'forged\r\nx', port: 1 }, to), NOBODY)
  }
  assert.deepEqual(read(2, { address: '2001:db8::7', port: 4711 }, to), { ...FROM_V6, tls: true }, 'IPv6 to IPv4')
  assert.deepEqual(read(2, { address: '192.0.2.7', port: 4711 }, to6), { ...FROM_V4, tls: true }, 'IPv4 to IPv6')
  assert.deepEqual(read(1, { address: '2001:db8::7', port: 4711 }, to), NOBODY, 'version 1 cannot say it')
})
