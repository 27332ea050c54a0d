import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import { deliverPart } from '#lib/gateway/deliver-part.ts'
import { describePart } from '#lib/imap/reading/describe-part.ts'
import { walkParts } from '#lib/mail/body-structure.ts'
import { startEmbedded } from './embedded-server.ts'
import { octetsOf, put, type GatewaySite, type ServerUnderTest, siteForSuite } from './site.ts'

/** Octets that hold everything, and repeat only after 2 MiB. */
function octets(length: number, seed: number): Buffer {
  const made = Buffer.alloc(length)
  for (let at = 0; at < length; at++) made[at] = (Math.imul(at ^ seed, 2_654_435_761) >>> 13) & 0xff
  return made
}

const folded = (base64: string): string => base64.replace(/.{76}/g, '$&\r\n')
const quoted = (content: Buffer): string => [...content].map((octet) => `=${octet.toString(16).toUpperCase().padStart(2, '0')}`).join('').replace(/.{72}/g, '$&=\r\n')
const multipart = (subtype: string, boundary: string, parts: readonly string[]): string => `Content-Type: multipart/${subtype}; boundary=${boundary}\r\n\r\n${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--`

describe('multiparts in multiparts', () => {
  let server: ServerUnderTest
  let site: GatewaySite
  siteForSuite(startEmbedded, (started) => ({ server, site } = started))

  test('every leaf downloads as the octets that were put in, whatever its encoding and depth', async () => {
    const leaves: Buffer[] = []
    const leaf = (encoding: 'base64' | 'quoted-printable' | '8bit', length: number, type = 'application/x-any'): string => {
      const content = encoding === '8bit' ? Buffer.from('Zeile — ünd\r\nmehr'.repeat(length)) : octets(length, leaves.length + 1)
      leaves.push(content)
      const written = encoding === 'base64' ? folded(content.toString('base64')) : encoding === '8bit' ? content.toString('latin1') : quoted(content)
      return `Content-Type: ${type}\r\nContent-Transfer-Encoding: ${encoding}\r\nContent-Disposition: attachment; filename=f${leaves.length}\r\n\r\n${written}`
    }
    const inner = `Subject: Inside\r\nMIME-Version: 1.0\r\n${multipart('mixed', 'in', [leaf('base64', 4_000), multipart('related', 'rel', [leaf('quoted-printable', 700), leaf('base64', 1)])])}`
    const body = multipart('mixed', 'out', [
      multipart('alternative', 'alt', [leaf('8bit', 3), multipart('related', 'pic', [leaf('base64', 70_000, 'image/png'), leaf('quoted-printable', 1_000, 'audio/ogg')])]),
      `Content-Type: message/rfc822\r\n\r\n${inner}`,
      leaf('base64', 57 * 5, 'video/mp4'),
      leaf('base64', 0),
    ])
    const connections = site.connections(server.alice)
    const ref = await put(connections, 'INBOX', Buffer.from(`Subject: Nested\r\nMIME-Version: 1.0\r\n${body}\r\n`, 'latin1'))
    const root = await describePart(connections, ref, '')
    const named = [...walkParts(root)].filter(({ disposition }) => disposition?.parameters.filename !== undefined)
    assert.equal(named.length, leaves.length)
    const hash = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex')
    for (const part of named) {
      const { name, content } = await deliverPart(connections, { ref, section: part.section }, 'attachment')
      const wanted = leaves[Number(name.slice(1)) - 1]
      assert.equal(hash(await octetsOf(content)), wanted && hash(wanted), `${part.section} ${name}`)
    }
  })
})
