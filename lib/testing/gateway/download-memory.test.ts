import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { test } from 'node:test'
import { openPart } from '#lib/imap/operations/open-part.ts'
import { GatewaySite, refOf } from './site.ts'

const STORED = 274 * 1024 * 1024
const GROWTH_LIMIT = 16 * 1024 * 1024

test('a part of 200 MB is downloaded while the memory of the gateway grows by less than 16 MB', async () => {
  const server = fork(path.join(import.meta.dirname, '../fakes/vast-imap-process.ts'), [String(STORED)])
  const [port] = (await once(server, 'message')) as [number]
  const site = new GatewaySite({ host: '127.0.0.1', port, tls: 'none', verify: false })
  try {
    const connections = site.connections({ user: 'alice', password: 'x' })
    const open = () => openPart(connections, refOf('INBOX', '1.1'), '1')
    // What the machine loads at the first download of all is none of this one's.
    const first = (await open()).content.getReader()
    for (let octets = 0; octets < 40 * 1024 * 1024; ) octets += (await first.read()).value?.length ?? Infinity
    await first.cancel()
    const before = process.memoryUsage().rss
    let [octets, greatest] = [0, 0]
    for await (const chunk of (await open()).content as unknown as AsyncIterable<Uint8Array>) {
      octets += chunk.length
      greatest = Math.max(greatest, process.memoryUsage.rss())
    }
    assert.equal(octets, Math.floor((STORED * 3) / 4))
    assert.ok(greatest - before < GROWTH_LIMIT, `grew by ${Math.round((greatest - before) / 1024 / 1024)} MiB`)
  } finally {
    site.close()
    server.disconnect()
  }
})
