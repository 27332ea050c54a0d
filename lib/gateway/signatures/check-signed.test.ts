import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openAccountPool } from '#lib/imap/account-pool.ts'
import { appendMessage } from '#lib/imap/operations/append-message.ts'
import type { SignatureOutcome } from '#lib/mail/reading/trust/signature.ts'
import { startImapFixture } from '#lib/testing/imap-fixture.ts'
import { opaquePart } from '#lib/testing/signatures/write-signed-data.ts'
import { checkSigned } from './check-signed.ts'

const VALID: SignatureOutcome = { format: 'smime', state: 'valid' }
const CONTENT = Buffer.from('Content-Type: text/plain\r\n\r\nSigned words.')

test('a signature over other octets than those that are shown proves nothing, whatever was found of it', async () => {
  const imap = await startImapFixture()
  const pool = openAccountPool(5)
  try {
    const connections = pool.of({ server: { host: '127.0.0.1', port: imap.port, tls: 'none', verify: true }, credentials: { user: 'alice', password: 'postern-alice' } }, new AbortController().signal)
    const { type, body } = opaquePart(CONTENT)
    const ref = await appendMessage(connections, 'INBOX', { content: Buffer.from(`Subject: x\r\nContent-Type: ${type}\r\nContent-Transfer-Encoding: base64\r\n\r\n${body}\r\n`), flags: [] })
    assert.ok(ref)
    const part = { format: 'smime', kind: 'opaque', content: '1', signature: '1', size: body.length, isWhole: true } as const
    const check = async (content: Uint8Array) => (await checkSigned(connections, ref, part, { desk: async () => ({ outcomes: [VALID], content, keys: [] }), keyring: [], authorities: '' })).outcomes
    assert.deepEqual(await check(CONTENT), [VALID])
    assert.deepEqual(await check(Buffer.from('Content-Type: text/plain\r\n\r\nOther words.')), [{ format: 'smime', state: 'unreadable' }])
  } finally {
    pool.closeAll()
    await imap.close()
  }
})
