import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'
import { test, type TestContext } from 'node:test'
import { ResponseLines } from './response-lines.ts'

/** What a server says, as it is read. */
async function said(t: TestContext, text: string): Promise<ResponseLines> {
  const server = createServer((far) => far.on('error', () => undefined).end(text)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const near = connect((server.address() as AddressInfo).port, '127.0.0.1')
  near.on('error', () => undefined)
  t.after(() => {
    near.destroy()
    server.close()
  })
  return new ResponseLines(near, () => undefined)
}

test('a response is one line with its literals left out, and the literal that was asked for is left to be read', async (t) => {
  const lines = await said(t, '* 1 FETCH (X {3}\r\na\r\n BODY[1]<7> {5}\r\n12345 UID 1)\r\n* 2 EXISTS\r\n')
  assert.equal(await lines.next(/BODY\[1\]<7> \{5\}$/), '* 1 FETCH (X {3} BODY[1]<7> {5}')
  let literal = ''
  while (literal.length < 5) literal += (await lines.some(5 - literal.length)).toString()
  assert.equal(literal, '12345')
  assert.equal(await lines.next(), ' UID 1)')
  assert.equal(await lines.next(), '* 2 EXISTS')
  await assert.rejects(lines.next(), { failure: 'server-unreachable' })
})

test('no line, no response and no literal that nobody asked for is without end', async (t) => {
  for (const text of ['x'.repeat(70_000), '* 1 FETCH (', '* 1 FETCH (X {1048577}\r\n']) {
    const lines = await said(t, text === '* 1 FETCH (' ? `${text}${'X {1}\r\nx '.repeat(30_000)}` : text)
    await assert.rejects(lines.next(), { failure: 'server-not-imap' })
  }
})
