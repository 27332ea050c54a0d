import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { connect as connectTls } from 'node:tls'
import { clientCertificates } from '#lib/accounts/client-certificates.ts'
import type { MailStore } from '#lib/mail-store/mail-store.ts'
import { createMemoryStores } from '#lib/mail-store/memory/memory-stores.ts'
import { ConversationClient, WHOLE } from '#lib/testing/conversation-client.ts'
import { CertificateAuthority } from '#lib/testing/fakes/certificate-authority.ts'
import { appendMessages, sampleMessage, startImapFixture, testCertificate, type FixtureOptions, type ImapFixture } from '#lib/testing/imap-fixture.ts'
import { guessersIn } from '#lib/testing/manual/login-guard.ts'

async function withServer(options: FixtureOptions, body: (fixture: ImapFixture) => Promise<void>): Promise<void> {
  const fixture = await startImapFixture(options)
  try {
    await body(fixture)
  } finally {
    await fixture.close()
  }
}

async function open(fixture: ImapFixture): Promise<ConversationClient> {
  const client = new ConversationClient(await fixture.connect(), WHOLE)
  assert.match((await client.line()) ?? '', /^\* OK /)
  return client
}

/** Says it and answers the tagged reply; untagged lines are in `client.heard`. */
async function ask(client: ConversationClient, text: string): Promise<string | undefined> {
  await client.says(`${text}\r\n`)
  for (;;) {
    const line = await client.line()
    if (line === undefined || line.startsWith(`${text.split(' ')[0]} `)) return line
  }
}

async function signIn(fixture: ImapFixture, name = 'alice'): Promise<ConversationClient> {
  const client = await open(fixture)
  assert.match((await ask(client, `l LOGIN ${name} postern-${name}`)) ?? '', /^l OK /)
  return client
}

async function lastWords(client: ConversationClient): Promise<string> {
  const lines: string[] = []
  for (let line = await client.line(); line !== undefined; line = await client.line()) lines.push(line)
  return lines.join('\n')
}

test('a DELETE that is refused leaves the selected mailbox selected', async () => {
  await withServer({}, async (fixture) => {
    const bob = await (await fixture.stores.of('bob')).mailbox('INBOX')
    await fixture.accounts.grant({ owner: 'bob', uidValidity: bob!.uidValidity, identifier: 'alice', rights: 'lr', alias: 'Bob' })
    const client = await signIn(fixture)
    assert.match((await ask(client, 'a SELECT Shared/Bob')) ?? '', /^a OK /)
    assert.match((await ask(client, 'b DELETE Shared/Bob')) ?? '', /^b NO \[NOPERM\] /)
    assert.match((await ask(client, 'c CHECK')) ?? '', /^c OK /)
    assert.ok(!client.heard.some((line) => line.includes('[CLOSED]')))
    client.close()
  })
})

test('an alert reaches whoever idles at once, others with their next command, new ones when they sign in, each once', async () => {
  await withServer({}, async (fixture) => {
    const told = (client: ConversationClient) => client.heard.filter((line) => line.includes('[ALERT]'))
    const stranger = await open(fixture)
    const [busy, idler] = [await signIn(fixture), await signIn(fixture, 'bob')]
    assert.match((await ask(idler, 's SELECT INBOX')) ?? '', /^s OK /)
    await idler.says('i IDLE\r\n')
    assert.match((await idler.line()) ?? '', /^\+ /)
    fixture.server.alert('Der Server läuft um 12 Uhr – “neu” an. 漢 * 1 FETCH')
    const line = '* OK [ALERT] Der Server lauft um 12 Uhr - "neu" an. ? * 1 FETCH'
    assert.equal(await idler.line(), line)
    await idler.says('DONE\r\n')
    assert.match((await idler.line()) ?? '', /^i OK /)
    assert.match((await ask(busy, 'a NOOP')) ?? '', /^a OK /)
    assert.deepEqual(told(busy), [line])
    for (const [client, tag] of [[busy, 'b'], [idler, 'b'], [stranger, 'c']] as const) {
      assert.match((await ask(client, `${tag} CAPABILITY`)) ?? '', new RegExp(`^${tag} OK `))
      assert.deepEqual(told(client), [], 'once, and nothing for whoever has not signed in')
    }
    assert.match((await ask(stranger, 'd LOGIN carol postern-carol')) ?? '', /^d OK /)
    assert.deepEqual(told(stranger), [line])
    fixture.server.alert('')
    const late = await signIn(fixture)
    assert.match((await ask(busy, 'e NOOP')) ?? '', /^e OK /)
    assert.deepEqual([told(late), told(busy)], [[], []])
    for (const client of [stranger, busy, idler, late]) client.close()
  })
})

test('an alert to one account reaches its clients alone, at once where they idle and whenever they sign in', async () => {
  await withServer({}, async (fixture) => {
    const told = (client: ConversationClient) => client.heard.filter((line) => line.includes('[ALERT]'))
    const [own, other] = [await signIn(fixture), await signIn(fixture, 'bob')]
    await own.says('i IDLE\r\n')
    assert.match((await own.line()) ?? '', /^\+ /)
    const { name } = (await fixture.accounts.find('alice')) ?? assert.fail()
    fixture.server.alertAccounts([[name, 'Rufen Sie bitte zurück\r\n* BYE']])
    const line = '* OK [ALERT] Rufen Sie bitte zuruck  * BYE'
    assert.equal(await own.line(), line)
    await own.says('DONE\r\n')
    assert.match((await own.line()) ?? '', /^i OK /)
    const late = await signIn(fixture)
    assert.match((await ask(late, 'a NOOP')) ?? '', /^a OK /)
    assert.match((await ask(other, 'a NOOP')) ?? '', /^a OK /)
    assert.deepEqual(told(other), [])
    fixture.server.alertAccounts([])
    const after = await signIn(fixture)
    assert.match((await ask(after, 'a NOOP')) ?? '', /^a OK /)
    assert.deepEqual(told(after), [])
    for (const client of [own, other, late, after]) client.close()
  })
})

test('passwords with blanks, quotes, backslashes and 8-bit characters, quoted, literal and by PLAIN', async () => {
  await withServer({}, async (fixture) => {
    const passwords = ['two words', 'quo"te', 'back\\slash', 'pässwörd', ' \\" ', '{3+}', '日本語', '%', 'NIL', '(']
    for (const [index, password] of passwords.entries()) await fixture.accounts.add(`user${index}`, password)
    for (const [index, password] of passwords.entries()) {
      const octets = Buffer.from(password, 'utf8').toString('latin1')
      const quoted = `"${octets.replace(/["\\]/g, '\\$&')}"`
      const plain = Buffer.from(`\0user${index}\0${password}`).toString('base64')
      for (const command of [`a LOGIN user${index} ${quoted}`, `a LOGIN user${index} {${octets.length}+}\r\n${octets}`, `a AUTHENTICATE PLAIN ${plain}`]) {
        const client = await open(fixture)
        assert.match((await ask(client, command)) ?? '', /^a OK /, `${password}: ${command}`)
        client.close()
      }
    }
  })
})

test('who gives rights to a mailbox, and who takes them back, stands in the audit log', async () => {
  await withServer({}, async (fixture) => {
    const client = await open(fixture)
    await ask(client, 'a LOGIN alice postern-alice')
    assert.match((await ask(client, 'b SETACL INBOX bob lr')) ?? '', /^b OK/)
    assert.match((await ask(client, 'c DELETEACL INBOX bob')) ?? '', /^c OK/)
    assert.match((await ask(client, 'd SETACL INBOX alice l')) ?? '', /^d NO/)
    client.close()
    const audited = fixture.logged.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ event }) => event === 'audit')
    const what = { did: 'mailbox-shared', who: 'alice', owner: 'alice', mailbox: 'INBOX', identifier: 'bob', remote: '127.0.0.1' }
    const seen = audited.map(({ did, who, owner, mailbox, identifier, remote, rights }) => ({ did, who, owner, mailbox, identifier, remote, rights }))
    assert.deepEqual(seen, [{ ...what, rights: 'lr' }, { ...what, rights: '' }])
  })
})

test('the log names no password, and nothing that a stranger typed', async () => {
  await withServer({}, async (fixture) => {
    const client = await open(fixture)
    await ask(client, 'a LOGIN hunter-name hunter-password')
    await ask(client, 'b LOGIN alice postern-alice')
    client.close()
    assert.doesNotMatch(fixture.logged.join(''), /hunter|postern-alice/)
    assert.ok(fixture.logged.some((line) => line.includes('imap.login-failed')))
    assert.deepEqual(guessersIn(fixture.logged), ['127.0.0.1'], 'as the manual tells fail2ban')
  })
})

test('each failed login waits longer than the one before', async () => {
  await withServer({ limits: { loginDelay: 20 } }, async (fixture) => {
    const client = await open(fixture)
    const took: number[] = []
    for (const tag of ['a', 'b', 'c']) {
      const start = performance.now()
      await ask(client, `${tag} LOGIN alice wrong`)
      took.push(performance.now() - start)
    }
    // The waits are 20, 40 and 80 ms at least; how much more is the machine's affair.
    assert.ok(took[0]! >= 19 && took[1]! >= 39 && took[2]! >= 79, took.join(' '))
    client.close()
  })
})

test('a stranger gets a short line, someone signed in a long one', async () => {
  await withServer({ limits: { lineBeforeLogin: 100, lineAfterLogin: 1000 } }, async (fixture) => {
    const stranger = await open(fixture)
    assert.match((await ask(stranger, `a ${'x'.repeat(98)}`)) ?? '', /^a BAD/)
    await stranger.says(`a ${'x'.repeat(99)}\r\n`)
    assert.match(await lastWords(stranger), /^\* BYE Line too long/)
    const client = await signIn(fixture)
    assert.match((await ask(client, `a ${'x'.repeat(998)}`)) ?? '', /^a BAD/)
    await client.says('x'.repeat(1002))
    assert.match(await lastWords(client), /^\* BYE Line too long/)
  })
})

test('a stranger cannot fill memory with literals', async () => {
  await withServer({ limits: { lineBeforeLogin: 100 } }, async (fixture) => {
    const client = await open(fixture)
    assert.match((await ask(client, 'a LOGIN {101}')) ?? '', /^a NO \[TOOBIG\]/)
    await client.says('b LOGIN {50+}\r\n' + 'x'.repeat(50) + ' {50+}\r\n' + 'x'.repeat(50) + '\r\n')
    assert.match((await client.line()) ?? '', /^b NO \[TOOBIG\]/)
    assert.match((await ask(client, 'c NOOP')) ?? '', /^c OK/)
    client.close()
  })
})

test('a message at the limit is taken, one octet more is refused before it is sent', async () => {
  await withServer({ limits: { messageSize: 20 } }, async (fixture) => {
    const client = await signIn(fixture)
    assert.match((await ask(client, 'a APPEND INBOX {21}')) ?? '', /^a NO \[TOOBIG\]/)
    assert.match((await ask(client, `b APPEND INBOX {20+}\r\n${'x'.repeat(20)}`)) ?? '', /^b OK/)
    assert.match((await ask(client, `c APPEND INBOX {21+}\r\n${'x'.repeat(21)}`)) ?? '', /^c NO \[TOOBIG\]/)
    client.close()
  })
})

test('a message beyond the quota is refused before it is sent, and a huge one ends the connection', async () => {
  await withServer({ quota: 1000 }, async (fixture) => {
    const client = await signIn(fixture)
    assert.match((await ask(client, 'a APPEND INBOX {2000}')) ?? '', /^a NO \[OVERQUOTA\]/)
    await client.says('b APPEND INBOX {2000000+}\r\n')
    assert.match(await lastWords(client), /^b NO \[OVERQUOTA\].*\n\* BYE Refused literal/)
  })
})

test('more connections than there may be are told so', async () => {
  await withServer({ limits: { connections: 2, connectionsPerAccount: 1 } }, async (fixture) => {
    const first = await signIn(fixture)
    const second = await open(fixture)
    assert.match((await ask(second, 'a LOGIN alice postern-alice')) ?? '', /^a NO \[LIMIT\]/)
    const third = new ConversationClient(await fixture.connect(), WHOLE)
    assert.match(await lastWords(third), /^\* BYE \[LIMIT\] Too many connections/)
    first.close()
    while (fixture.server.counts.open > 1) await wait(5)
    assert.match((await ask(second, 'b LOGIN alice postern-alice')) ?? '', /^b OK/)
    second.close()
  })
})

test('who does not sign in, and who says nothing, is logged out', async () => {
  await withServer({ limits: { loginTimeout: 50, idleTimeout: 100 } }, async (fixture) => {
    const stranger = await open(fixture)
    const client = await signIn(fixture)
    assert.match(await lastWords(stranger), /^\* BYE Nobody signed in/)
    assert.match(await lastWords(client), /^\* BYE Autologout/)
  })
})

test('what speaks another protocol is cut off', async () => {
  await withServer({ limits: { badCommands: 3 } }, async (fixture) => {
    const client = await open(fixture)
    await client.says('GET / HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\nCookie: x\r\n\r\n')
    assert.match(await lastWords(client), /BYE Too many bad commands$/)
  })
})

test('closing says BYE to who waits and lets a running command end', async () => {
  const fixture = await startImapFixture()
  const [waiting, idling, appending] = [await signIn(fixture), await signIn(fixture), await signIn(fixture)]
  await idling.says('a IDLE\r\n')
  await idling.line()
  await appending.says('a APPEND INBOX {20}\r\n')
  await appending.line()
  const closed = fixture.server.close(5000)
  assert.match(await lastWords(waiting), /^\* BYE \[UNAVAILABLE\] Server is shutting down/)
  assert.match(await lastWords(idling), /^\* BYE \[UNAVAILABLE\] Server is shutting down/)
  await appending.says(`${'x'.repeat(20)}\r\n`)
  assert.match(await lastWords(appending), /^a OK \[APPENDUID .*\n\* BYE/)
  await closed
  await fixture.close()
})

test('who does not end in time is cut off', async () => {
  const fixture = await startImapFixture()
  const client = await signIn(fixture)
  await client.says('a APPEND INBOX {20}\r\n')
  await client.line()
  await fixture.server.close(20)
  assert.equal(await lastWords(client), '')
  await fixture.close()
})

test('the shared namespace shows to who has been granted something', async () => {
  await withServer({}, async (fixture) => {
    const bob = await (await fixture.stores.of('bob')).mailbox('INBOX')
    await fixture.accounts.grant({ owner: 'bob', uidValidity: bob!.uidValidity, identifier: 'alice', rights: 'lr', alias: 'Bob' })
    const client = await signIn(fixture)
    await ask(client, 'a NAMESPACE')
    assert.equal(client.heard[0], '* NAMESPACE (("" "/")) NIL (("Shared/" "/"))')
    client.close()
  })
})

test('an account can be disconnected, others stay', async () => {
  await withServer({}, async (fixture) => {
    const [alice, bob] = [await signIn(fixture, 'alice'), await signIn(fixture, 'bob')]
    fixture.server.disconnect('alice')
    assert.match(await lastWords(alice), /^\* BYE/)
    assert.match((await ask(bob, 'a NOOP')) ?? '', /^a OK/)
    bob.close()
  })
})

test('connections, logins, commands and octets are counted', async () => {
  await withServer({}, async (fixture) => {
    const client = await signIn(fixture)
    await ask(client, 'a NOOP')
    const { connections, logins, failedLogins, commands, octetsIn, octetsOut, open: now } = fixture.server.counts
    assert.deepEqual({ connections, logins, failedLogins, commands, now }, { connections: 1, logins: 1, failedLogins: 0, commands: 2, now: 1 })
    assert.equal(octetsIn, 'l LOGIN alice postern-alice\r\na NOOP\r\n'.length)
    assert.ok(octetsOut > 100)
    client.close()
  })
})

test('pipelined commands are answered in order, also by a client that has said all it has to say', async () => {
  await withServer({}, async (fixture) => {
    const socket: Socket = await fixture.connect()
    let heard = ''
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')))
    socket.end('a LOGIN alice postern-alice\r\nb SELECT INBOX\r\nc NOOP\r\nd LOGOUT\r\n')
    await once(socket, 'close')
    assert.deepEqual(heard.match(/^[abcd] \w+/gm), ['a OK', 'b OK', 'c OK', 'd OK'])
  })
})

test('IDLE ends although DONE came together with it', async () => {
  await withServer({}, async (fixture) => {
    const socket: Socket = await fixture.connect()
    let heard = ''
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')))
    socket.write('a LOGIN alice postern-alice\r\nb IDLE\r\nDONE\r\nc SELECT INBOX\r\nd IDLE\r\nDONE\r\ne LOGOUT\r\n')
    await once(socket, 'close')
    assert.deepEqual(heard.match(/^[abcde] \w+/gm), ['a OK', 'b OK', 'c OK', 'd OK', 'e OK'])
  })
})

test('a client that reads nothing holds no more than its share of a large mailbox', async () => {
  await withServer({}, async (fixture) => {
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

test('TLS wants a key, and a taken port is said', async () => {
  await assert.rejects(startImapFixture({ listeners: [{ host: '127.0.0.1', port: 0, tls: 'tls' }] }), /key/)
  await withServer({}, async (fixture) => {
    await assert.rejects(startImapFixture({ listeners: [{ host: '127.0.0.1', port: 0, tls: 'none' }, { host: '127.0.0.1', port: fixture.port, tls: 'none' }] }), /EADDRINUSE/)
  })
})

test('each listener has its own address', async () => {
  const listeners = [{ host: '127.0.0.1', port: 0, tls: 'starttls' }, { host: '127.0.0.1', port: 0, tls: 'tls' }] as const
  await withServer({ listeners, tls: await testCertificate() }, async (fixture) => {
    assert.deepEqual(fixture.server.addresses.map(({ service, tls }) => [service, tls]), [['imap', 'starttls'], ['imaps', 'tls']])
    assert.notEqual(fixture.server.addresses[0]?.port, fixture.server.addresses[1]?.port)
  })
})

test('a hostile command ends in OK, NO, BAD or BYE, never in our own error', async () => {
  await withServer({ limits: { badCommands: Infinity } }, async (fixture) => {
    await appendMessages(await fixture.stores.of('alice'), 'INBOX', [1, 2, 3].map(sampleMessage))
    const words = ['UID', 'FETCH', 'STORE', 'SEARCH', 'SORT', 'LIST', 'STATUS', 'COPY', 'MOVE', 'SELECT', 'EXAMINE', 'APPEND', 'INBOX', '1', '1:*', '*', '0', '(', ')', '[', ']', '"', '\\', '{3}', '{3+}', '{0+}', '<1.2>', 'BODY[', 'BODY.PEEK[1.MIME]', 'FLAGS', '+FLAGS', '(\\Seen)', 'NOT', 'OR', 'UTF-8', '\xff', '\0', '%', '&', '""', 'RETURN', 'PARTIAL', '-1:-2', '(DATE)', 'CHANGEDSINCE', '4294967296', '18446744073709551616', 'NIL', 'ENVELOPE', 'HEADER.FIELDS', '~', 'SETACL', 'GETACL', 'LISTRIGHTS', 'MYRIGHTS', 'bob', '+lr', 'GETQUOTA', 'GETQUOTAROOT', 'SETQUOTA', '(STORAGE 9)', 'GETMETADATA', 'SETMETADATA', '/private/comment', '(DEPTH', 'infinity)', '~{3+}', 'ENABLE', 'QRESYNC', '(QRESYNC (1 1))', 'VANISHED)', 'NOTIFY', 'SET', '(selected', '(personal', '(MessageNew MessageExpunge))']
    // A linear congruential generator: a failure can be repeated.
    let state = 42
    const next = (below: number): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) % below
    let client = await signIn(fixture)
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
        client = await signIn(fixture)
        await ask(client, 's SELECT INBOX')
      }
    }
    client.close()
    assert.ok(answered > 500, `${answered} were answered`)
    assert.deepEqual(fixture.logged.filter((line) => line.includes('"level":"error"')), [])
  })
})

test('mailboxes that come, go and change their names, and quotas that are set, stand in the log', async () => {
  await withServer({}, async (fixture) => {
    const [client, administrator] = [await signIn(fixture), await signIn(fixture, 'carol')]
    for (const said of ['a CREATE Plans', 'b RENAME Plans Old', 'c DELETE Old']) assert.match((await ask(client, said)) ?? '', / OK /)
    assert.match((await ask(client, 'd DELETE Old')) ?? '', / NO /)
    assert.match((await ask(administrator, 'a SETQUOTA alice (STORAGE 10)')) ?? '', / OK /)
    const told = fixture.logged.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ event }) => /^imap\.(?:mailbox|quota)-/.test(String(event)))
    assert.deepEqual(told.map(({ event, account, mailbox, to, by, storage }) => [event, account, mailbox, to, by, storage]), [
      ['imap.mailbox-created', 'alice', 'Plans', undefined, undefined, undefined],
      ['imap.mailbox-renamed', 'alice', 'Plans', 'Old', undefined, undefined],
      ['imap.mailbox-removed', 'alice', 'Old', undefined, undefined, undefined],
      ['imap.quota-set', 'alice', undefined, undefined, 'carol', 10],
    ])
    client.close()
    administrator.close()
  })
})

test('nothing older than TLS 1.2 is spoken', async () => {
  await withServer({ listeners: [{ host: '127.0.0.1', port: 0, tls: 'tls' }], tls: await testCertificate() }, async (fixture) => {
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
  await withServer({ listeners: [{ host: '127.0.0.1', port: 0, tls: 'tls' }], tls: await testCertificate(), certificates }, async (fixture) => {
    const shown = await authority.issue('alice', [])
    let session: Buffer | undefined
    for (const resumed of [false, true]) {
      const socket = connectTls({ port: fixture.port, rejectUnauthorized: false, ...shown, ...(session && { session }) })
      socket.on('session', (ticket) => (session = ticket))
      const client = new ConversationClient(socket, WHOLE)
      assert.match((await client.line()) ?? '', /AUTH=EXTERNAL/)
      assert.equal(socket.isSessionReused(), resumed)
      assert.match((await ask(client, 'a AUTHENTICATE EXTERNAL =')) ?? '', /^a OK /)
      client.close()
    }
  })
})

test('a line that is small only as long as it is compressed is cut off', async () => {
  await withServer({}, async (fixture) => {
    const client = await signIn(fixture)
    const before = fixture.server.counts.octetsIn
    assert.match((await ask(client, 'a COMPRESS DEFLATE')) ?? '', /^a OK /)
    client.deflate()
    await client.says('x'.repeat(20 * 1024 * 1024))
    assert.match(await lastWords(client), /^\* BYE Line too long/)
    assert.ok(fixture.server.counts.octetsIn - before < 150_000, `${fixture.server.counts.octetsIn - before} octets were inflated`)
  })
})

test('a command that takes long says so between its replies, and no other', async () => {
  const stores = createMemoryStores()
  const slowly = async (name: string): Promise<MailStore> => slow(await stores.of(name))
  await appendMessages(await stores.of('alice'), 'INBOX', [1, 2].map(sampleMessage))
  await withServer({ storeOf: ({ name }) => slowly(name), limits: { progressInterval: 10 } }, async (fixture) => {
    const client = await signIn(fixture)
    assert.match((await ask(client, 's SELECT INBOX')) ?? '', /^s OK /)
    assert.match((await ask(client, 'a SEARCH SUBJECT message')) ?? '', /^a OK /)
    assert.ok(client.heard.includes('* OK [INPROGRESS ("a" NIL NIL)] Still working'))
    assert.match((await ask(client, 'b] SEARCH SUBJECT message')) ?? '', /^b\] OK /)
    assert.ok(client.heard.includes('* OK [INPROGRESS (NIL NIL NIL)] Still working'))
    // Inside a response there is no place for it: every line is a whole one.
    assert.match((await ask(client, 'c FETCH 1:2 BODY.PEEK[]')) ?? '', /^c OK /)
    assert.deepEqual(client.heard.filter((line) => !/^(?:\* \d FETCH \(BODY\[\] \{\d+\}.*This is message \d\.\\r\\n\)|\* OK \[INPROGRESS \("c" NIL NIL\)\] Still working|c OK .*)$/.test(line)), [])
    assert.match((await ask(client, 'd NOOP')) ?? '', /^d OK /)
    assert.deepEqual(client.heard, ['d OK Done'])
    client.close()
  })
})

/** The same store, each reading of messages and content an eternity of 50 ms. */
function slow(store: MailStore): MailStore {
  const wrapped = (target: object, replaced: Record<string, unknown>): object =>
    new Proxy(target, {
      get(of, key) {
        const value: unknown = replaced[String(key)] ?? Reflect.get(of, key, of)
        return typeof value === 'function' ? value.bind(of) : value
      },
    })
  async function* late<T>(values: AsyncIterable<T>): AsyncGenerator<T> {
    await wait(50)
    yield* values
  }
  const mailbox = async (name: string): Promise<unknown> => {
    const found = await store.mailbox(name)
    return found && wrapped(found, { messages: (...given: Parameters<typeof found.messages>) => late(found.messages(...given)), fields: (...given: Parameters<typeof found.fields>) => late(found.fields(...given)), content: (...given: Parameters<typeof found.content>) => late(found.content(...given)) })
  }
  return wrapped(store, { mailbox }) as MailStore
}
