import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { ConversationClient, WHOLE } from '#lib/testing/conversation-client.ts'
import { appendMessages, sampleMessage, withImapServer } from '#lib/testing/imap-fixture.ts'

test('each failed login waits longer than the one before', async () => {
  await withImapServer({ limits: { loginDelay: 20 } }, async (fixture) => {
    const client = await fixture.open()
    const took: number[] = []
    for (const tag of ['a', 'b', 'c']) {
      const start = performance.now()
      await client.asks(`${tag} LOGIN alice wrong`)
      took.push(performance.now() - start)
    }
    // The waits are 20, 40 and 80 ms at least; how much more is the machine's affair.
    assert.ok(took[0]! >= 19 && took[1]! >= 39 && took[2]! >= 79, took.join(' '))
    client.close()
  })
})

test('a stranger gets a short line, someone signed in a long one', async () => {
  await withImapServer({ limits: { lineBeforeLogin: 100, lineAfterLogin: 1000 } }, async (fixture) => {
    const stranger = await fixture.open()
    assert.match(await stranger.asks(`a ${'x'.repeat(98)}`), /^a BAD/)
    await stranger.says(`a ${'x'.repeat(99)}\r\n`)
    assert.match(await stranger.lastWords(), /^\* BYE Line too long/)
    const client = await fixture.signIn()
    assert.match(await client.asks(`a ${'x'.repeat(998)}`), /^a BAD/)
    await client.says('x'.repeat(1002))
    assert.match(await client.lastWords(), /^\* BYE Line too long/)
  })
})

test('a stranger cannot fill memory with literals', async () => {
  await withImapServer({ limits: { lineBeforeLogin: 100 } }, async (fixture) => {
    const client = await fixture.open()
    assert.match(await client.asks('a LOGIN {101}'), /^a NO \[TOOBIG\]/)
    await client.says('b LOGIN {50+}\r\n' + 'x'.repeat(50) + ' {50+}\r\n' + 'x'.repeat(50) + '\r\n')
    assert.match((await client.line()) ?? '', /^b NO \[TOOBIG\]/)
    assert.match(await client.asks('c NOOP'), /^c OK/)
    client.close()
  })
})

test('a message at the limit is taken, one octet more is refused before it is sent', async () => {
  await withImapServer({ limits: { messageSize: 20 } }, async (fixture) => {
    const client = await fixture.signIn()
    assert.match(await client.asks('a APPEND INBOX {21}'), /^a NO \[TOOBIG\]/)
    assert.match(await client.asks(`b APPEND INBOX {20+}\r\n${'x'.repeat(20)}`), /^b OK/)
    assert.match(await client.asks(`c APPEND INBOX {21+}\r\n${'x'.repeat(21)}`), /^c NO \[TOOBIG\]/)
    client.close()
  })
})

test('a message beyond the quota is refused before it is sent, and a huge one ends the connection', async () => {
  await withImapServer({ quota: 1000 }, async (fixture) => {
    const client = await fixture.signIn()
    assert.match(await client.asks('a APPEND INBOX {2000}'), /^a NO \[OVERQUOTA\]/)
    await client.says('b APPEND INBOX {2000000+}\r\n')
    assert.match(await client.lastWords(), /^b NO \[OVERQUOTA\].*\n\* BYE Refused literal/)
  })
})

test('more connections than there may be are told so', async () => {
  await withImapServer({ limits: { connections: 2, connectionsPerAccount: 1 } }, async (fixture) => {
    const first = await fixture.signIn()
    const second = await fixture.open()
    assert.match(await second.asks('a LOGIN alice postern-alice'), /^a NO \[LIMIT\]/)
    const third = new ConversationClient(await fixture.connect(), WHOLE)
    assert.match(await third.lastWords(), /^\* BYE \[LIMIT\] Too many connections/)
    first.close()
    while (fixture.server.counts.open > 1) await wait(5)
    assert.match(await second.asks('b LOGIN alice postern-alice'), /^b OK/)
    second.close()
  })
})

test('who does not sign in, and who says nothing, is logged out', async () => {
  await withImapServer({ limits: { loginTimeout: 50, idleTimeout: 100 } }, async (fixture) => {
    const stranger = await fixture.open()
    const client = await fixture.signIn()
    assert.match(await stranger.lastWords(), /^\* BYE Nobody signed in/)
    assert.match(await client.lastWords(), /^\* BYE Autologout/)
  })
})

test('what speaks another protocol is cut off', async () => {
  await withImapServer({ limits: { badCommands: 3 } }, async (fixture) => {
    const client = await fixture.open()
    await client.says('GET / HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\nCookie: x\r\n\r\n')
    assert.match(await client.lastWords(), /BYE Too many bad commands$/)
  })
})

test('a client that reads nothing holds no more than its share of a large mailbox', async () => {
  await withImapServer({}, async (fixture) => {
    const store = await fixture.stores.of('alice')
    const text = `Subject: large\n\n${'x'.repeat(1024 * 1024)}\n`
    await appendMessages(store, 'INBOX', Array.from({ length: 20 }, () => ({ content: text })))
    const socket = await fixture.connect()
    socket.write('a LOGIN alice postern-alice\r\nb SELECT INBOX\r\nc FETCH 1:* BODY.PEEK[]\r\n')
    socket.pause()
    await wait(200)
    const first = fixture.server.counts.octetsOut
    await wait(100)
    // What the system's own buffers hold has gone out, and then it stands still.
    assert.equal(fixture.server.counts.octetsOut, first)
    assert.ok(first < 15 * 1024 * 1024, `${first} octets went into buffers`)
    socket.destroy()
  })
})

test('a hostile command ends in OK, NO, BAD or BYE, never in our own error', async () => {
  await withImapServer({ limits: { badCommands: Infinity } }, async (fixture) => {
    await appendMessages(await fixture.stores.of('alice'), 'INBOX', [1, 2, 3].map(sampleMessage))
    const words = ['UID', 'FETCH', 'STORE', 'SEARCH', 'SORT', 'LIST', 'STATUS', 'COPY', 'MOVE', 'SELECT', 'EXAMINE', 'APPEND', 'INBOX', '1', '1:*', '*', '0', '(', ')', '[', ']', '"', '\\', '{3}', '{3+}', '{0+}', '<1.2>', 'BODY[', 'BODY.PEEK[1.MIME]', 'FLAGS', '+FLAGS', '(\\Seen)', 'NOT', 'OR', 'UTF-8', '\xff', '\0', '%', '&', '""', 'RETURN', 'PARTIAL', '-1:-2', '(DATE)', 'CHANGEDSINCE', '4294967296', '18446744073709551616', 'NIL', 'ENVELOPE', 'HEADER.FIELDS', '~', 'SETACL', 'GETACL', 'LISTRIGHTS', 'MYRIGHTS', 'bob', '+lr', 'GETQUOTA', 'GETQUOTAROOT', 'SETQUOTA', '(STORAGE 9)', 'GETMETADATA', 'SETMETADATA', '/private/comment', '(DEPTH', 'infinity)', '~{3+}', 'ENABLE', 'QRESYNC', '(QRESYNC (1 1))', 'VANISHED)', 'NOTIFY', 'SET', '(selected', '(personal', '(MessageNew MessageExpunge))']
    // A linear congruential generator: a failure can be repeated.
    let state = 42
    const next = (below: number): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) % below
    let client = await fixture.signIn()
    let answered = 0
    for (let round = 0; round < 1500; round++) {
      const text = Array.from({ length: 1 + next(8) }, () => words[next(words.length)]).join(next(4) === 0 ? '' : ' ')
      await client.says(`t${round} ${text}\r\nabc\r\nn${round} NOOP\r\n`)
      for (;;) {
        const line = await client.line()
        if (line === undefined) break
        assert.doesNotMatch(line, /SERVERBUG/, text)
        if (line.startsWith(`n${round} `)) break
        if (line.startsWith(`t${round} `)) answered++
      }
      if (round % 100 === 0 || client.isClosed) {
        client.close()
        client = await fixture.signIn()
        await client.asks('s SELECT INBOX')
      }
    }
    client.close()
    assert.ok(answered > 500, `${answered} were answered`)
    assert.deepEqual(fixture.logged.filter((line) => line.includes('"level":"error"')), [])
  })
})

test('a line that is small only as long as it is compressed is cut off', async () => {
  await withImapServer({}, async (fixture) => {
    const client = await fixture.signIn()
    const before = fixture.server.counts.octetsIn
    assert.match(await client.asks('a COMPRESS DEFLATE'), /^a OK /)
    client.deflate()
    await client.says('x'.repeat(20 * 1024 * 1024))
    assert.match(await client.lastWords(), /^\* BYE Line too long/)
    assert.ok(fixture.server.counts.octetsIn - before < 150_000, `${fixture.server.counts.octetsIn - before} octets were inflated`)
  })
})
