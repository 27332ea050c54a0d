import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { test } from 'node:test'
import { createReadiness } from './health.ts'

test('every reason is named, and an answer holds for two seconds', async (t) => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const { port } = server.address() as AddressInfo
  let now = 0
  let isBroken = false
  const readStorage = async (): Promise<void> => {
    if (isBroken) throw new Error('/secret/path is gone')
  }
  const ready = createReadiness({ server: { host: '127.0.0.1', port }, readStorage }, () => now)
  assert.deepEqual(await ready(), { ready: true, reasons: [] })
  isBroken = true
  server.close()
  await once(server, 'close')
  assert.equal((await ready()).ready, true, 'asked a moment ago')
  now = 2_000
  assert.deepEqual(await ready(), {
    ready: false,
    reasons: [{ part: 'mail-server', sentence: 'the mail server does not answer' }, { part: 'storage', sentence: 'the sessions cannot be read' }],
  })
})
