import assert from 'node:assert/strict'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { after, before, test } from 'node:test'
import { hasDovecot, startDovecot, type RunningDovecot } from '#lib/testing/dovecot.ts'
import { connect } from '../connect.ts'
import type { ImapAccount } from '../account-connections.ts'
import { appendOn, type LargeMessage } from './append-connection.ts'

const PASSWORD = ' pass "word"\\ ü ä{3} '
const never = new AbortController().signal

function message(content: string, more: Partial<LargeMessage> = {}): LargeMessage {
  const octets = Buffer.from(content)
  return { size: octets.length, content: () => parts(octets), flags: ['\\Seen', '\\Draft', '$Forwarded'], ...more }
}

async function* parts(octets: Uint8Array, size = 10_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < octets.length; at += size) yield octets.subarray(at, at + size)
}

/** A server that says what it is told to, line by line: `say` answers what matches `hear`. */
async function scripted(script: readonly (readonly [hear: RegExp, say: string | 'drop'])[]): Promise<{ account: ImapAccount; heard: string[]; hungUp: Promise<unknown>; close(): void }> {
  const heard: string[] = []
  const sockets: Socket[] = []
  let hangUp = (): void => undefined
  const hungUp = new Promise<void>((resolve) => (hangUp = resolve))
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.once('close', hangUp)
    const [first, ...rest] = script
    socket.on('error', () => undefined) // the client went away
    if (first) socket.write(first[1])
    socket.on('data', (chunk) => {
      const text = chunk.toString()
      heard.push(text)
      const at = rest.findIndex(([hear]) => hear.test(text))
      if (at < 0) return
      const say = rest.splice(0, at + 1).at(-1)?.[1] ?? ''
      const tag = /^(p[0-9]+)/m.exec(heard.join(''))
      const last = [...heard.join('').matchAll(/^(p[0-9]+) /gm)].at(-1)?.[1] ?? tag?.[1] ?? ''
      if (say === 'drop') socket.destroy()
      else socket.write(say.replaceAll('TAG', last))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    account: { server: { host: '127.0.0.1', port, tls: 'none', verify: true }, credentials: { user: 'alice', password: PASSWORD } },
    heard,
    hungUp,
    close: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

const LOGIN: readonly (readonly [RegExp, string])[] = [
  [/^/, '* OK ready\r\n'],
  [/CAPABILITY/, '* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nTAG OK done\r\n'],
  [/AUTHENTICATE PLAIN/, '+ \r\n'],
  [/./, 'TAG OK welcome\r\n'],
]
const PLAIN_SERVER = [...LOGIN, [/CAPABILITY/, '* CAPABILITY IMAP4rev1 APPENDLIMIT=1000000\r\nTAG OK done\r\n']] as const

const REFUSALS: readonly [string, readonly (readonly [RegExp, string])[], string][] = [
  ['greeting that is no IMAP', [[/^/, '220 smtp here\r\n']], 'server-not-imap'],
  ['goodbye at once', [[/^/, '* BYE too many connections\r\n']], 'server-busy'],
  ['wrong password', [...LOGIN.slice(0, 3), [/./, 'TAG NO [AUTHENTICATIONFAILED] no\r\n']], 'sign-in-refused'],
  ['no such mailbox, before the content', [...PLAIN_SERVER, [/APPEND/, 'TAG NO [TRYCREATE] no\r\n']], 'no-such-mailbox'],
  ['over quota, before the content', [...PLAIN_SERVER, [/APPEND/, 'TAG NO [OVERQUOTA] full\r\n']], 'over-quota'],
  ['refused after the content', [...PLAIN_SERVER, [/APPEND/, '+ go on\r\n'], [/end$/m, 'TAG NO sorry\r\n']], 'refused'],
  ['connection lost after the content', [...PLAIN_SERVER, [/APPEND/, '+ go on\r\n'], [/end$/m, 'drop']], 'server-unreachable'],
  ['a line without end', [[/^/, 'x'.repeat(200_000)]], 'server-not-imap'],
]
for (const [name, script, failure] of REFUSALS) {
  test(`refused: ${name}`, async () => {
    const fake = await scripted(script)
    try {
      await assert.rejects(appendOn(fake.account, never, 'Drafts', message('Subject: x\r\n\r\nend')), (error: { failure?: string; message: string }) => {
        assert.equal(error.failure, failure)
        assert.equal(error.message.includes('word'), false)
        return true
      })
      assert.equal(fake.heard.join('').includes('Subject'), name.includes('after the content'))
    } finally {
      fake.close()
    }
  })
}

test('a mailbox name can never become a command', async () => {
  const fake = await scripted([...PLAIN_SERVER, [/\{/, '+ go on\r\n'], [/DELETE/, '+ go on\r\n'], [/end/, 'TAG OK [APPENDUID 7 9] done\r\n']])
  try {
    const appended = await appendOn(fake.account, never, 'a"\\ {3+}', message('Subject: x\r\n\r\nend'))
    assert.deepEqual(appended, { mailbox: 'a"\\ {3+}', uidValidity: 7, uid: 9 })
    assert.match(fake.heard.join(''), /APPEND "a\\"\\\\ \{3\+\}" \(/)
  } finally {
    fake.close()
  }
})

test('what the server never takes is not begun, and a wrong size never leaves half a literal behind as commands', async () => {
  const fake = await scripted([...PLAIN_SERVER, [/APPEND/, '+ go on\r\n']])
  try {
    await assert.rejects(appendOn(fake.account, never, 'x', message('x', { size: 1_000_001 })), { failure: 'too-large' })
    assert.equal(fake.heard.join('').includes('APPEND'), false)
  } finally {
    fake.close()
  }
  const other = await scripted([...PLAIN_SERVER, [/APPEND/, '+ go on\r\n']])
  try {
    await assert.rejects(appendOn(other.account, never, 'x', message('too long', { size: 3 })), { failure: 'internal' })
    assert.equal(other.heard.join('').includes('too long'), false)
  } finally {
    other.close()
  }
})

test('a content that fails before its last octet is cut off there: no goodbye takes the place of what is missing', async () => {
  const fake = await scripted([...PLAIN_SERVER, [/APPEND/, '+ go on\r\n']])
  const content = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from('Subject: x\r\n\r\nen')
    throw new Error('disk')
  }
  try {
    await assert.rejects(appendOn(fake.account, never, 'x', message('Subject: x\r\n\r\nend', { content })))
    await fake.hungUp
    assert.match(fake.heard.join(''), /\{17\}\r\nSubject: x\r\n\r\nen$/)
  } finally {
    fake.close()
  }
})

const LOSSES: readonly (readonly [string, string, string])[] = [
  ['hangs up', 'drop', 'server-unreachable'],
  ['refuses it', 'TAG NO [OVERQUOTA] full\r\n', 'over-quota'],
]
for (const [name, say, failure] of LOSSES) {
  test(`a content that waits before its last octet is told when the server ${name}`, async () => {
    const fake = await scripted([...PLAIN_SERVER, [/APPEND/, '+ go on\r\n'], [/en$/, say]])
    const content = async function* (lost: AbortSignal): AsyncGenerator<Uint8Array> {
      yield Buffer.from('Subject: x\r\n\r\nen')
      await new Promise((resolve) => lost.addEventListener('abort', resolve))
      yield Buffer.from('d')
    }
    try {
      await assert.rejects(appendOn(fake.account, never, 'x', message('Subject: x\r\n\r\nend', { content })), { failure })
      assert.match(fake.heard.join(''), /Subject: x\r\n\r\nen$/)
    } finally {
      fake.close()
    }
  })
}

test('who gives up closes the connection', async () => {
  const fake = await scripted([...PLAIN_SERVER])
  const controller = new AbortController()
  try {
    const appending = appendOn(fake.account, controller.signal, 'x', message('x'))
    setImmediate(() => controller.abort())
    await assert.rejects(appending, { name: 'AbortError' })
  } finally {
    fake.close()
  }
})

test('a server that a person chose is asked only where it may be', async () => {
  const fake = await scripted([...PLAIN_SERVER])
  try {
    for (const host of ['127.0.0.1', 'localhost']) {
      const account = { ...fake.account, server: { ...fake.account.server, host, allowed: ['public'] as const } }
      await assert.rejects(appendOn(account, never, 'x', message('x')), { failure: 'server-not-allowed' })
    }
    assert.deepEqual(fake.heard, [])
  } finally {
    fake.close()
  }
})

test('nobody listens there', async () => {
  const fake = await scripted([])
  fake.close()
  await assert.rejects(appendOn(fake.account, never, 'x', message('x')), { failure: 'server-unreachable' })
})

let dovecot: RunningDovecot | undefined
before(async () => {
  if (hasDovecot()) dovecot = await startDovecot({ users: { alice: PASSWORD } })
})
after(() => dovecot?.stop())

if (hasDovecot()) test('Dovecot keeps every octet, where it says it does', async () => {
  assert.ok(dovecot)
  const account: ImapAccount = { server: dovecot.address, credentials: { user: 'alice', password: PASSWORD } }
  const content = `Subject: x\r\n\r\n${'line of text\r\n'.repeat(100_000)}`
  const client = await connect(account)
  try {
    await client.mailboxCreate('Entwürfe "1"')
    const internalDate = new Date('2026-02-03T04:05:06Z')
    const ref = await appendOn(account, never, 'Entwürfe "1"', message(content, { internalDate }))
    assert.ok(ref)
    const lock = await client.getMailboxLock('Entwürfe "1"')
    try {
      const found = await client.fetchOne(String(ref.uid), { source: true, flags: true, internalDate: true }, { uid: true })
      assert.ok(found)
      assert.equal(found.source?.toString(), content)
      assert.deepEqual([...(found.flags ?? [])].filter((flag) => flag !== '\\Recent').sort(), ['$Forwarded', '\\Draft', '\\Seen'])
      assert.equal(new Date(found.internalDate ?? 0).getTime(), internalDate.getTime())
      assert.equal(Number(client.mailbox && client.mailbox.uidValidity), ref.uidValidity)
    } finally {
      lock.release()
    }
    await assert.rejects(appendOn(account, never, 'nowhere', message(content)), { failure: 'no-such-mailbox' })
  } finally {
    await client.logout()
  }
})
