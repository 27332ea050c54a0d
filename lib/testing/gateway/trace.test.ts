import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { loadConfig } from '#lib/config/load.ts'
import { appendOn } from '#lib/imap/append/append-connection.ts'
import { connect } from '#lib/imap/connect.ts'
import { fetchRest, openForFetching } from '#lib/imap/own-connection/section-fetch.ts'
import { createLog } from '#lib/log/log.ts'
import { TraceBook } from '#lib/log/trace/trace-book.ts'
import { TraceStore } from '#lib/log/trace/trace-store.ts'
import { tracedBy } from '#lib/log/trace/traced.ts'
import { startMailServer } from '#lib/mail-server/server.ts'
import { withSieve } from '#lib/sieve-client/with-sieve.ts'
import { submit } from '#lib/smtp/submit.ts'
import { SieveServer } from '../fakes/sieve-server.ts'

const PASSWORD = 'Zitrone 4711 "quoted"'
const BODY = 'Canaryword in the body 271828'
const SUBJECT = 'Rhubarb agreement'
const MESSAGE = `From: ann@localhost\r\nTo: ben@localhost\r\nSubject: ${SUBJECT}\r\n\r\n${BODY}\r\n`
const CANARIES = ['Zitrone', '4711', 'Canaryword', '271828', 'Rhubarb', 'ben@', 'ben', Buffer.from(`\0ann\0${PASSWORD}`).toString('base64').slice(0, 12), Buffer.from(PASSWORD).toString('base64').slice(0, 12)]

test('a whole session is traced on both sides, for that person alone, and nothing that is theirs stands there', async () => {
  const data = await mkdtemp(path.join(tmpdir(), 'postern-traced-'))
  const audit: string[] = []
  const log = createLog('error', (line) => void audit.push(line))
  const env = Object.fromEntries(['IMAP', 'IMAPS', 'SUBMISSION', 'SUBMISSIONS', 'SMTP', 'LMTP', 'LDAP'].map((name) => [`POSTERN_${name}_PORT`, '0']))
  const config = loadConfig({ data, env })
  const server = await startMailServer(config, log)
  const sieve = new SieveServer({ users: { ann: PASSWORD } })
  const book = new TraceBook(data, 'gateway')
  try {
    for (const name of ['ann', 'ben']) await server.administration.addUser({ name, password: PASSWORD })
    const there = (port: number | undefined) => ({ host: '127.0.0.1', port: port ?? 0, tls: 'none', verify: false }) as const
    const imap = there(server.services.imap?.port)
    const account = (user: string, password = PASSWORD) => ({ server: imap, credentials: { user, password }, traced: tracedBy(book, { names: [user], site: 'default' }) })
    // One is signed in before anybody asks.
    const early = await connect(account('ann'))
    const { id } = await new TraceStore(data).begin({ user: 'Ann', by: '', minutes: 5 })
    await book.look()
    while (!audit.some((line) => line.includes('"call":"trace"'))) await new Promise((resolve) => setTimeout(resolve, 50)) // the mail server has seen it, too

    await assert.rejects(connect(account('ann', `${PASSWORD}!`)))
    for (const client of [early, await connect(account('ann')), await connect(account('ben'))]) {
      await client.append('INBOX', MESSAGE, ['\\Seen'])
      await client.mailboxOpen('INBOX')
      await client.search({ subject: SUBJECT, body: 'Canaryword' }, { uid: true })
      for await (const message of client.fetch('1:*', { envelope: true, source: true, uid: true, flags: true, bodyStructure: true })) assert.ok(message.uid)
      await client.logout()
    }
    const large = MESSAGE.repeat(20_000)
    const kept = await appendOn(account('ann'), AbortSignal.timeout(20_000), 'Drafts', { size: large.length, flags: [], content: async function* () { yield Buffer.from(large) } })
    assert.ok(kept)
    const own = await openForFetching(account('ann'), AbortSignal.timeout(20_000), kept)
    for await (const octets of fetchRest(own, { uid: kept.uid, section: '' }, large.length, { reached: 10, isEnd: false })) assert.ok(octets.length > 0)
    own.close()
    const credentials = { user: 'ann', password: PASSWORD }
    const { traced } = account('ann')
    await submit(there(server.services.submission?.port), credentials, { from: 'ann@localhost', recipients: ['ben@localhost'], size: MESSAGE.length, eightBit: false, content: () => Readable.from([Buffer.from(MESSAGE)]) }, { traced })
    await withSieve({ server: await sieve.listen(), credentials, traced }, AbortSignal.timeout(5_000), (connection) => connection.put('holiday', Buffer.from(`# ${BODY}\nkeep;\n`)))
    await server.close()
    await book.close()

    const [gateway, box] = await Promise.all((['gateway', 'server'] as const).map((side) => readFile(path.join(data, 'traces', `${id}.${side}.txt`), 'utf8')))
    for (const text of [gateway ?? '', box ?? '']) {
      for (const canary of CANARIES) assert.ok(!text.toLowerCase().includes(canary.toLowerCase()), `${canary} in\n${text}`)
      assert.match(text, /^\S+ imap \d+ C: \w+ FETCH 1:\* \(.*ENVELOPE.*\)$/m)
      assert.match(text, /S: \w+ NO \[AUTHENTICATIONFAILED\] Wrong user name or password/)
      assert.match(text, /C: \w+ APPEND .* \{\d+\}$/m)
      assert.match(text, /C: p\d+ APPEND "?…"? \(\) \{2\d{6}\}$|C: p\d+ APPEND DRAFTS \(\) \{2\d{6}\}$|C: p\d+ APPEND "Drafts"/m)
      assert.match(text, /under way when the trace began/)
    }
    assert.match(gateway ?? '', /C: p\d+ UID FETCH \d+ \(UID BODY\.PEEK\[\]<10\.\d+>\)$[^]*S: \* \d+ FETCH \(UID \d+ BODY\[\]<10> \{\d+\}/m)
    assert.match(gateway ?? '', /smtp \d+ C: MAIL FROM:<…>[^]*smtp \d+ S: 354[^]*smtp \d+ S: 250/)
    assert.match(gateway ?? '', /sieve \d+ C: PUTSCRIPT … \{\d+\}[^]*sieve \d+ S: OK/)
  } finally {
    await server.close().catch(() => undefined) // it may have been closed already
    await sieve.close()
    await book.close()
    await rm(data, { recursive: true })
  }
})
