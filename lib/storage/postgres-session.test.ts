import assert from 'node:assert/strict'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { test } from 'node:test'
import { openSharedStorage } from './storage.ts'

/** Opens a storage on a server that does this with whoever connects; answers the error. */
async function failureOf(meet: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined))
    meet(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    await openSharedStorage(`postgresql://postern:very-secret@127.0.0.1:${(server.address() as AddressInfo).port}/mail`, 'notes', [])
    return 'none'
  } catch (error) {
    return error instanceof Error ? `${error.name} ${error.message}` : 'no error'
  } finally {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
}

const message = (type: string, body: Buffer): Buffer => {
  const length = Buffer.alloc(4)
  length.writeInt32BE(body.length + 4)
  return Buffer.concat([Buffer.from(type), length, body])
}

test('whatever answers instead of a database, opening rejects, and never with the password', async () => {
  const failures = await Promise.all([
    failureOf(() => undefined),
    failureOf((socket) => socket.destroy()),
    failureOf((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')),
    failureOf((socket) => socket.write('* OK IMAP4rev1 ready\r\n')),
    failureOf((socket) => socket.write(message('E', Buffer.from('SFATAL\0C28P01\0Mno\0\0')))),
    // An authentication that nobody knows, and one that ends in the middle.
    failureOf((socket) => socket.write(message('R', Buffer.from([0, 0, 0, 99])))),
    failureOf((socket) => socket.end(message('R', Buffer.from([0, 0, 0, 10, 0])))),
  ])
  for (const failure of failures) {
    assert.notEqual(failure, 'none')
    assert.ok(!failure.includes('very-secret'))
  }
  assert.match(failures[0] ?? '', /timeout/)
})
