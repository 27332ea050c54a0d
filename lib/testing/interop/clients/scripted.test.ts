import assert from 'node:assert/strict'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { ImapFlow } from 'imapflow'
import { findProgram } from '#lib/cli/suites/find-program.ts'
import { sampleMessage } from '../../imap-fixture.ts'
import { contentsOf, startClientSite, type ClientSite } from './client-site.ts'

/** Debian's own, wherever another stands before it on the path. */
const PYTHON = findProgram('/usr/bin/python3', 'python3') ?? 'python3'

const ASK = `
import imaplib, sys
def ok(answer):
    assert answer[0] == 'OK', answer
    return answer[1]
m = imaplib.IMAP4('127.0.0.1', int(sys.argv[1]))
ok(m.login('alice', 'postern-alice'))
ok(m.enable('UTF8=ACCEPT'))
assert ok(m.create('"Büro"')), 'a name in UTF-8'
assert ok(m.select('INBOX')) == [b'30']
assert ok(m.search(None, 'SUBJECT', '"Message 12"')) == [b'12']
assert ok(m.sort('(REVERSE ARRIVAL)', 'UTF-8', 'BODY', '"message 30"')) == [b'30']
assert ok(m.thread('REFERENCES', 'UTF-8', 'SUBJECT', '"Message 12"')) == [b'(12)']
assert b'\\\\Flagged' in ok(m.store('12', '+FLAGS', '(\\\\Flagged Python)'))[0]
assert ok(m.copy('12', '"Büro"'))
m.literal = None
assert b'This is message 12.' in ok(m.fetch('12', '(FLAGS BODY.PEEK[TEXT])'))[0][1]
ok(m.append('INBOX', '\\\\Seen', imaplib.Time2Internaldate(0), b'Subject: from Python\\r\\n\\r\\ntext\\r\\n'))
assert ok(m.noop()) is not None
assert m.response('EXISTS')[1] == [b'31'] or ok(m.status('INBOX', '(MESSAGES)')) == [b'INBOX (MESSAGES 31)']
ok(m.store('1', '+FLAGS', '\\\\Deleted'))
assert ok(m.expunge()) == [b'1']
ok(m.uid('MOVE', '2', '"Büro"'))
m.close()
m.logout()
print('done')
`

describe('programs that talk to the server by script', () => {
  let site: ClientSite
  before(async () => {
    site = await startClientSite()
    await site.append('INBOX', Array.from({ length: 30 }, (_, index) => sampleMessage(index + 1)))
  })
  after(async () => {
    assert.deepEqual(site.errors(), [])
    await site.stop()
  })

  it('Python’s imaplib reads, searches, sorts, threads, flags, copies, appends, expunges and moves', async () => {
    assert.equal(await site.run(PYTHON, await site.write('ask.py', ASK), String(site.port)), 'done\n')
    const copied = await contentsOf(await site.mailbox('Büro'))
    assert.deepEqual(copied.map(({ text, flags }) => [/Message \d+/.exec(text)?.[0], flags]), [['Message 12', ['Python', '\\Flagged']], ['Message 2', []]])
    const left = await contentsOf(await site.mailbox('INBOX'))
    assert.deepEqual([left.length, left[0]?.uid, left.at(-1)?.flags], [29, 3, ['\\Seen']])
  })

  it('curl lists, examines, searches, fetches parts, appends and stores', async () => {
    const curl = (url: string, ...words: readonly string[]) => site.run('curl', '-sS', '--user', 'alice:postern-alice', ...words, `imap://127.0.0.1:${site.port}/${url}`)
    assert.match(await curl(''), /"\/" INBOX\r\n/)
    assert.equal(await curl('INBOX?SUBJECT%20%22Message%2017%22'), '* SEARCH 15\r\n')
    assert.match(await curl('INBOX;UID=17'), /^Date: [\s\S]*This is message 17\.\r\n$/)
    assert.equal(await curl('INBOX;UID=17;SECTION=TEXT'), 'This is message 17.\r\n')
    await site.write('new.eml', 'Subject: from curl\r\n\r\nHello\r\n')
    await curl('INBOX', '--upload-file', path.join(site.home, 'new.eml'))
    await curl('INBOX', '--request', String.raw`UID STORE 17 +FLAGS (\Flagged)`)
    const inbox = await contentsOf(await site.mailbox('INBOX'))
    assert.equal(inbox.at(-1)?.text, 'Subject: from curl\r\n\r\nHello\r\n')
    assert.ok(inbox.find(({ uid }) => uid === 17)?.flags.includes('\\Flagged'))
  })

  it('imapflow reads, flags, copies, searches, and takes up again by QRESYNC what has changed meanwhile', async () => {
    const open = async (qresync: boolean): Promise<ImapFlow> => {
      const client = new ImapFlow({ host: '127.0.0.1', port: site.port, secure: false, auth: { user: 'alice', pass: 'postern-alice' }, logger: false, qresync })
      await client.connect()
      return client
    }
    const first = await open(false)
    const lock = await first.getMailboxLock('INBOX')
    // As it stood then: imapflow's own grows with what it hears.
    const known = first.mailbox ? { changedSince: first.mailbox.highestModseq, uidValidity: first.mailbox.uidValidity } : undefined
    assert.deepEqual(await first.search({ flagged: true, body: 'message 17' }, { uid: true }), [17])
    const copied = await first.messageCopy('17,18', 'Büro', { uid: true })
    assert.equal(copied && copied.uidMap?.size, 2)
    await first.messageFlagsAdd('19', ['\\Answered'], { uid: true })
    const { content } = await first.download('20', '1', { uid: true })
    assert.equal(Buffer.concat(await Array.fromAsync(content!)).toString(), 'This is message 20.\r\n')
    lock.release()
    await first.logout()

    await (await site.mailbox('INBOX')).changeFlags([21] as never, { operation: 'add', flags: ['\\Deleted'] })
    await (await site.mailbox('INBOX')).expunge([21] as never)
    const second = await open(true)
    const vanished: number[] = []
    const changed: number[] = []
    second.on('expunge', ({ uid }) => void vanished.push(uid!))
    second.on('flags', ({ uid }) => void changed.push(uid!))
    await second.mailboxOpen('INBOX', known as never)
    await second.noop()
    assert.deepEqual([vanished, changed.includes(19)], [[21], true])
    await second.logout()
  })
})
