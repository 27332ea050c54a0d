import assert from 'node:assert/strict'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { after, test } from 'node:test'
import { generate } from 'selfsigned'
import { SieveServer } from '#lib/testing/fakes/sieve-server.ts'
import type { ServerAddress } from '#lib/mail/network/server-address.ts'
import { startPierDirectory } from '#lib/testing/directory/pier-directory.ts'
import type { ProbedProtocol } from './probe-protocols.ts'
import { probeServer } from './probe-server.ts'

const open: Server[] = []
after(() => open.forEach((server) => server.close()))

/** A server that greets like this, and answers each line by that. */
async function speaks(greeting: string, answer: (line: string) => string = () => ''): Promise<ServerAddress> {
  const server = createServer((socket: Socket) => {
    socket.on('error', () => undefined)
    socket.write(greeting)
    socket.on('data', (chunk) => socket.write(answer(chunk.toString('latin1'))))
  })
  open.push(server)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port, tls: 'none', verify: false }
}

const problem = async (server: ServerAddress, kind: ProbedProtocol, patience = 2000): Promise<string> => {
  const probe = await probeServer(server, kind, { patience })
  return probe.reached ? 'none' : probe.problem
}

test('submission servers are greeted in their own words', async () => {
  assert.equal(await problem(await speaks('220 mx.test ESMTP\r\n'), 'smtp'), 'none')
  assert.equal(await problem(await speaks('220-mx.test\r\n220 ready\r\n'), 'smtp'), 'none')
  assert.equal(await problem(await speaks('554 no\r\n'), 'smtp'), 'turned-away')
  const without = await speaks('220 mx.test\r\n', () => '250-mx.test\r\n250 8BITMIME\r\n')
  assert.equal(await problem({ ...without, tls: 'starttls' }, 'smtp'), 'no-starttls')
  const refusing = await speaks('220 mx.test\r\n', (line) => (line.startsWith('EHLO') ? '250-mx.test\r\n250 STARTTLS\r\n' : '454 not now\r\n'))
  assert.equal(await problem({ ...refusing, tls: 'starttls' }, 'smtp'), 'no-starttls')
})

test('directories are asked who they are, and any answer of theirs will do', async () => {
  const pier = await startPierDirectory()
  try {
    const there = { host: '127.0.0.1', port: pier.port, tls: 'none', verify: false } as const
    assert.equal(await problem(there, 'ldap'), 'none')
    assert.equal(await problem({ ...there, tls: 'starttls' }, 'ldap'), 'no-starttls')
    assert.equal(await problem({ ...there, tls: 'tls' }, 'ldap', 500), 'closed')
    assert.equal(pier.asked.binds, 0, 'nobody signs in')
  } finally {
    await pier.close()
  }
  const answers = (text: string) => speaks('', () => text)
  assert.equal(await problem(await answers('0\x0c\x02\x01\x02e\x07\x0a\x01\x32\x04\x00\x04\x00'), 'ldap'), 'none', 'a refusal is an answer')
  assert.equal(await problem(await answers('0\x0c\x02\x01\x00x\x07\x0a\x01\x34\x04\x00\x04\x00'), 'ldap'), 'turned-away')
  assert.equal(await problem(await answers('HTTP/1.1 400 Bad Request\r\n'), 'ldap'), 'not-understood')
  assert.equal(await problem({ ...(await answers('0\x0c\x02\x01\x01x\x07\x0a\x01\x02\x04\x00\x04\x00')), tls: 'starttls' }, 'ldap'), 'no-starttls')
  assert.equal(await problem({ ...(await answers('0\x0c\x02\x01\x01x\x07\x0a\x01\x00\x04\x00\x04\x00')), tls: 'starttls' }, 'ldap'), 'tls', 'TLS that is none')
  assert.equal(await problem(await speaks(''), 'ldap', 150), 'timeout')
})

test('servers of filters are greeted in their own words', async () => {
  const capable = '"IMPLEMENTATION" "Dovecot Pigeonhole"\r\n"SIEVE" "fileinto"\r\n"STARTTLS"\r\n"VERSION" "1.0"\r\nOK "ready"\r\n'
  const server = await speaks(capable, (line) => (line.startsWith('STARTTLS') ? 'NO "not now"\r\n' : ''))
  assert.equal(await problem(server, 'sieve'), 'none')
  assert.equal(await problem({ ...server, tls: 'starttls' }, 'sieve'), 'no-starttls')
  assert.equal(await problem(await speaks('BYE "full"\r\n'), 'sieve'), 'turned-away')
  assert.equal(await problem(await speaks('* OK IMAP4rev1 ready\r\n'), 'sieve'), 'not-understood')
  assert.equal(await problem(await speaks('"IMPLEMENTATION" "x"\r\n'), 'sieve', 150), 'timeout')
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], { keyType: 'ec' })
  const secured = new SieveServer({ users: {}, tls: { key, cert } })
  const address = await secured.listen()
  assert.equal(await problem(address, 'sieve'), 'none')
  assert.equal(await problem({ ...address, verify: true }, 'sieve'), 'certificate')
  await secured.close()
})

test('whatever is wrong has its name, and none of it takes for ever', async () => {
  const gone = await speaks('')
  const silent = { ...gone }
  assert.equal(await problem(silent, 'imap', 150), 'timeout')
  assert.equal(await problem(await speaks('* BYE overloaded\r\n'), 'imap'), 'turned-away')
  assert.equal(await problem(await speaks('HTTP/1.1 400 Bad Request\r\n'), 'imap'), 'not-understood')
  assert.equal(await problem(await speaks('x'.repeat(100_000)), 'imap'), 'not-understood')
  assert.equal(await problem({ ...(await speaks('* OK ready\r\n', () => 'p1 NO\r\n')), tls: 'starttls' }, 'imap'), 'no-starttls')
  const stalls = await speaks('* OK ready\r\n', (line) => (line.includes('STARTTLS') ? 'p1 OK begin\r\n' : ''))
  assert.equal(await problem({ ...stalls, tls: 'starttls' }, 'imap', 150), 'timeout', 'TLS that is never answered')
  assert.equal(await problem({ ...gone, tls: 'tls' }, 'imap', 150), 'timeout')
  const babbles = await speaks('* OK ready\r\n', () => 'p1 OK begin\r\n')
  assert.equal(await problem({ ...babbles, tls: 'starttls' }, 'imap'), 'tls', 'TLS that is none')
  const hangsUp = createServer((socket) => socket.end())
  open.push(hangsUp)
  await new Promise<void>((resolve) => void hangsUp.listen(0, '127.0.0.1', resolve))
  assert.equal(await problem({ ...gone, port: (hangsUp.address() as AddressInfo).port }, 'imap'), 'closed')
  assert.equal(await problem({ ...gone, port: 1 }, 'imap'), 'refused')
  assert.equal(await problem({ ...gone, host: 'nowhere.invalid' }, 'imap'), 'unknown-host')
})
