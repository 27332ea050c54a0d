import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { openSocket } from './client-socket.ts'

test('a server is silent only where nothing of it is left to read: a reader who waits is no silence', async (t) => {
  const server = createServer((far) => far.on('error', () => undefined).write('octets')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const socket = await openSocket({ host: '127.0.0.1', port: (server.address() as AddressInfo).port, tls: 'none', verify: true }, new AbortController().signal)
  t.after(() => {
    socket.destroy()
    server.close()
  })
  socket.read(0)
  while (socket.readableLength < 6) await pause(1)
  // What the runtime does when its time is over.
  socket.emit('timeout')
  assert.equal(socket.destroyed, false)
  assert.ok((socket.timeout ?? 0) > 0, 'it is watched over again')
  assert.equal(String(socket.read()), 'octets')
  socket.emit('timeout')
  assert.deepEqual([socket.destroyed, (socket.errored as { failure?: string } | null)?.failure], [true, 'server-unreachable'])
})
