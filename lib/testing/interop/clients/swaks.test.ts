import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, beforeEach, describe, it } from 'node:test'
import { Spool } from '#lib/composition/spool.ts'
import { connect } from '#lib/imap/connect.ts'
import { startDeliverySite, type DeliverySite } from '../../delivery-site.ts'
import { startDovecot } from '../../dovecot.ts'
import { freePort } from '../../processes/free-ports.ts'
import { buildAll, type Built } from './build-kinds.ts'

interface Ran {
  readonly code: number
  readonly said: string
}

/** The conversation, line by line with who said it, and how it ended: by swaks' own table of exit codes. */
function ran(program: string, words: readonly string[]): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(program, [...words], { timeout: 60_000, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, said: stdout + stderr }))
  })
}

const ALICE = ['--from', 'alice@example.test', '--auth-user', 'alice', '--auth-password', 'secret-alice']

describe('Debian’s swaks at our submission server', () => {
  let site: DeliverySite
  let folder: string
  before(async () => {
    site = await startDeliverySite({ outsideAccount: 'outside' })
    folder = await mkdtemp(path.join(tmpdir(), 'postern-swaks-'))
  })
  after(async () => {
    await site.close()
    await rm(folder, { recursive: true, force: true })
  })

  const swaks = (service: 'submission' | 'submissions' | 'lmtp', ...words: readonly string[]): Promise<Ran> => ran('swaks', ['--server', '127.0.0.1', '--port', String(site.port(service)), ...words])
  const delivered = async (): Promise<number> => (await Promise.all(['bob', 'carol', 'outside'].map((name) => site.messages(name)))).flat().length
  let known: number
  beforeEach(async () => void (known = await delivered()))

  it('signs in by PLAIN and LOGIN, in the clear on loopback, by STARTTLS and over TLS', async () => {
    for (const auth of ['PLAIN', 'LOGIN']) {
      for (const [service, tls] of [['submission', []], ['submission', ['--tls']], ['submissions', ['--tls-on-connect']]] as const) {
        const { code, said } = await swaks(service, ...ALICE, '--to', 'bob@example.test', '--auth', auth, ...tls)
        assert.equal(code, 0, said)
        assert.match(said, tls.length > 0 ? /<~ +235 / : /<- +235 /)
      }
    }
    assert.equal(await delivered(), known + 6)
    const [stored = ''] = (await site.messages('bob')).slice(-1)
    assert.match(stored, /^Received: by example\.test with ESMTPSA /m)
  })

  const MAIL = ['--to', 'bob@example.test']
  const LARGE = ['--body', 'x'.repeat(60_000)]
  /** What swaks does, where the server refuses it, and in which words; 23 to 26 are MAIL, RCPT, DATA and behind it, 28 is AUTH. */
  const REFUSED: Readonly<Record<string, readonly [words: readonly string[], code: number, answer: RegExp]>> = {
    'nobody has signed in': [['--from', 'alice@example.test', ...MAIL], 23, /<\*\* 530 5\.7\.0 Please sign in first/],
    'a wrong password': [['--from', 'alice@example.test', '--auth-user', 'alice', '--auth-password', 'wrong', ...MAIL], 28, /<\*\* 535 5\.7\.8 /],
    'a way to sign in that is not offered': [[...ALICE, ...MAIL, '--auth', 'CRAM-MD5'], 28, /Auth not attempted, requested type not available/],
    'somebody else’s address at MAIL': [[...ALICE, ...MAIL, '--from', 'bob@example.test'], 23, /<\*\* 553 5\.7\.1 /],
    'a size at MAIL that is too large': [[...ALICE, ...MAIL, '--from', 'alice@example.test> SIZE=99999999 AUTH=<'], 23, /<\*\* 552 /],
    'a recipient that nobody knows': [[...ALICE, '--to', 'nobody@example.test'], 24, /<\*\* 550 5\.1\.1 /],
    'a size that does not fit a mailbox, at RCPT': [[...ALICE, '--to', 'carol@example.test', '--from', 'alice@example.test> SIZE=500000 AUTH=<'], 24, /<\*\* 452 4\.2\.2 /],
    'DATA without anybody to send it to': [[...ALICE, '--to', 'nobody@example.test', '--pipeline'], 24, /<\*\* 503 /],
    'somebody else’s From, behind DATA': [[...ALICE, ...MAIL, '--h-From', 'Bob <bob@example.test>'], 26, /<\*\* 553 5\.7\.1 /],
    'more than fits a mailbox, behind DATA': [[...ALICE, '--to', 'carol@example.test', ...LARGE], 26, /<\*\* 452 4\.2\.2 /],
  }
  for (const [what, [words, code, answer]] of Object.entries(REFUSED)) {
    it(`is refused: ${what}`, async () => {
      const { said, ...ended } = await swaks('submission', ...words)
      assert.equal(ended.code, code, said)
      assert.match(said, answer)
      assert.equal(await delivered(), known)
    })
  }

  it('more than the server takes is refused behind DATA, and nobody has it', async () => {
    const file = path.join(folder, 'large')
    await writeFile(file, `Subject: large\n\n${'x'.repeat(70)}\n`.concat(`${'y'.repeat(78)}\n`.repeat(13_000)))
    const { code, said } = await swaks('submission', ...ALICE, ...MAIL, '--suppress-data', '--data', `@${file}`)
    assert.deepEqual([code, /<\*\* 552 5\.3\.4 /.test(said), await delivered()], [26, true, known], said.slice(-2000))
  })

  it('8BITMIME, SMTPUTF8 and SIZE are offered and taken', async () => {
    const { code, said } = await swaks('submission', ...ALICE, '--to', 'jörg@bücher.example', '--from', 'alice@example.test> SIZE=1000 BODY=8BITMIME SMTPUTF8 AUTH=<', '--body', 'Grüße')
    assert.equal(code, 0, said)
    for (const offered of ['8BITMIME', 'SMTPUTF8', 'SIZE 1000000', 'PIPELINING']) assert.match(said, new RegExp(`<- +250[- ]${offered}`))
    const [stored = ''] = (await site.messages('outside')).slice(-1)
    assert.ok(Buffer.from(stored, 'latin1').toString().includes('\r\n\r\nGrüße\r\n'), stored)
  })

  describe('resubmits every message that Postern builds', () => {
    let built: readonly Built[]
    before(async () => {
      built = await buildAll(new Spool(path.join(folder, 'spool')))
    })

    /** RFC 5321 §4.5.2. What swaks would do itself it does to a file that it has changed: each `\n` and `%DATE%` of a text is another one then, and an empty line stands at the end. */
    const asItTravels = (octets: Buffer): string => `${octets.toString('latin1').replace(/^\./gm, (dot, at: number, all: string) => (at === 0 || all.slice(at - 2, at) === '\r\n' ? '..' : dot))}.`
    const resubmit = async (octets: Buffer, words: readonly string[]): Promise<void> => {
      const file = path.join(folder, 'message')
      await writeFile(file, asItTravels(octets), 'latin1')
      const { code, said } = await ran('swaks', ['--server', '127.0.0.1', ...words, '--no-data-fixup', '--suppress-data', '--data', `@${file}`])
      assert.equal(code, 0, said.slice(-2000))
    }
    /** What is announced is what lies on the wire: SMTPUTF8 for a header in UTF-8. */
    const senderOf = ({ isUtf8 }: Built): string => `alice@example.test> BODY=8BITMIME${isUtf8 ? ' SMTPUTF8' : ''} AUTH=<`

    it('to our submission server: as it was, behind its trace', async () => {
      for (const one of built) {
        await resubmit(one.octets, ['--port', String(site.port('submission')), ...ALICE, '--from', senderOf(one), '--to', 'bob@example.test'])
        const [stored = ''] = (await site.messages('bob')).slice(-1)
        assert.ok(stored.endsWith(one.octets.toString('latin1')), `${one.subject}: ${stored.slice(0, 3000)}`)
      }
    })

    it('to our LMTP: octet for octet', async () => {
      for (const one of built) {
        await resubmit(one.octets, ['--protocol', 'LMTP', '--port', String(site.port('lmtp')), '--from', 'alice@example.test', '--to', 'bob@example.test'])
        const [stored = ''] = (await site.messages('bob')).slice(-1)
        assert.ok(stored.endsWith(one.octets.toString('latin1')), `${one.subject}: ${stored.slice(0, 3000)}`)
      }
    })

    it('to Dovecot’s LMTP: octet for octet', async () => {
      const lmtp = await freePort()
      const dovecot = await startDovecot({ users: { bob: 'secret' }, extra: `protocols = imap lmtp\npostmaster_address = postmaster@example.test\nservice lmtp {\n  inet_listener lmtp {\n    address = 127.0.0.1\n    port = ${lmtp}\n  }\n}\n` })
      try {
        for (const { octets } of built) await resubmit(octets, ['--protocol', 'LMTP', '--port', String(lmtp), '--from', 'alice@example.test', '--to', 'bob'])
        const client = await connect({ server: dovecot.address, credentials: { user: 'bob', password: 'secret' } })
        await client.mailboxOpen('INBOX')
        const found = await client.fetchAll('1:*', { source: true })
        await client.logout()
        for (const [at, { subject, octets }] of built.entries()) assert.ok(found[at]?.source?.toString('latin1').endsWith(octets.toString('latin1')), subject)
        assert.equal(found.length, built.length)
      } finally {
        await dovecot.stop()
      }
    })
  })
})
