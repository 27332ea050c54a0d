import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connect as connectTls } from 'node:tls'
import { clientCertificates } from '#lib/accounts/client-certificates.ts'
import { ConversationClient, WHOLE } from '#lib/testing/conversation-client.ts'
import { CertificateAuthority } from '#lib/testing/fakes/certificate-authority.ts'
import { startImapFixture, testCertificate, withImapServer } from '#lib/testing/imap-fixture.ts'

test('TLS wants a key, and a taken port is said', async () => {
  await assert.rejects(startImapFixture({ listeners: [{ host: '127.0.0.1', port: 0, tls: 'tls' }] }), /key/)
  await withImapServer({}, async (fixture) => {
    await assert.rejects(startImapFixture({ listeners: [{ host: '127.0.0.1', port: 0, tls: 'none' }, { host: '127.0.0.1', port: fixture.port, tls: 'none' }] }), /EADDRINUSE/)
  })
})

test('each listener has its own address', async () => {
  const listeners = [{ host: '127.0.0.1', port: 0, tls: 'starttls' }, { host: '127.0.0.1', port: 0, tls: 'tls' }] as const
  await withImapServer({ listeners, tls: await testCertificate() }, async (fixture) => {
    assert.deepEqual(fixture.server.addresses.map(({ service, tls }) => [service, tls]), [['imap', 'starttls'], ['imaps', 'tls']])
    assert.notEqual(fixture.server.addresses[0]?.port, fixture.server.addresses[1]?.port)
  })
})

test('nothing older than TLS 1.2 is spoken', async () => {
  await withImapServer({ listeners: [{ host: '127.0.0.1', port: 0, tls: 'tls' }], tls: await testCertificate() }, async (fixture) => {
    for (const [version, greeting] of [['TLSv1.1', undefined], ['TLSv1.2', '* OK ']] as const) {
      const client = new ConversationClient(connectTls({ port: fixture.port, rejectUnauthorized: false, minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' }), WHOLE)
      assert.equal((await client.line())?.slice(0, 5), greeting)
      client.close()
    }
  })
})

test('a client with a certificate takes up its TLS session again, and is still known by it', async () => {
  const authority = await CertificateAuthority.create()
  const certificates = clientCertificates({ authorities: authority.pem, naming: 'common-name', domains: [] })
  await withImapServer({ listeners: [{ host: '127.0.0.1', port: 0, tls: 'tls' }], tls: await testCertificate(), certificates }, async (fixture) => {
    const shown = await authority.issue('alice', [])
    let session: Buffer | undefined
    for (const resumed of [false, true]) {
      const socket = connectTls({ port: fixture.port, rejectUnauthorized: false, ...shown, ...(session && { session }) })
      socket.on('session', (ticket) => (session = ticket))
      const client = new ConversationClient(socket, WHOLE)
      assert.match((await client.line()) ?? '', /AUTH=EXTERNAL/)
      assert.equal(socket.isSessionReused(), resumed)
      assert.match(await client.asks('a AUTHENTICATE EXTERNAL ='), /^a OK /)
      client.close()
    }
  })
})
