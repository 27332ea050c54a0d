import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { partName } from '#lib/mail/reading/attachments.ts'
import type { BodyPart } from '#lib/mail/body-structure.ts'
import { startEmbedded } from '#lib/testing/gateway/embedded-server.ts'
import { GatewaySite, letter, put, type ServerUnderTest } from '#lib/testing/gateway/site.ts'
import { mendNames } from './mend-names.ts'

const PLAIN = { parameters: {}, id: '', description: '', encoding: '7bit', language: [], location: '', children: [], size: 1 }
const file = (section: string, name: string, type = 'application'): BodyPart => ({ ...PLAIN, section, type, subtype: 'pdf', disposition: { type: 'attachment', parameters: { filename: name } } })

describe('file names', () => {
  let server: ServerUnderTest
  let site: GatewaySite
  before(async () => {
    server = await startEmbedded()
    site = new GatewaySite(server.address)
  })
  after(async () => {
    site.close()
    await server.stop()
  })

  test('that a server has told half of, or in replacement characters, are read again; others are left alone', async () => {
    const part = (name: string | Buffer): readonly string[] => ['--b', 'Content-Type: application/pdf', `Content-Disposition: attachment; filename=${name.toString('latin1')}`, '', 'x']
    const content = letter({ From: 'a@example.test', 'Content-Type': 'multipart/mixed; boundary=b' }, [...part('my last plan.pdf'), ...part('"caf\xe9.pdf"'), ...part('README'), ...part('other.pdf'), '--b--', ''].join('\r\n'))
    const connections = site.connections(server.alice)
    const ref = await put(connections, 'INBOX', content)
    const told: BodyPart = { ...PLAIN, section: '', type: 'multipart', subtype: 'mixed', children: [file('1', 'my'), file('2', 'caf\ufffd.pdf'), file('3', 'README'), file('4', 'as the server says.pdf')] }
    const mended = await connections.use('INBOX', (client) => mendNames(client, ref.uid, told))
    assert.deepEqual(mended.children.map(partName), ['my last plan.pdf', 'caf\u00e9.pdf', 'README', 'as the server says.pdf'])
  })
})
