import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { generate } from 'selfsigned'
import { probeServer } from '#lib/gateway/admin/probe-server.ts'
import { listFilters } from '#lib/gateway/filters/list-filters.ts'
import { saveFilter } from '#lib/gateway/filters/save-filter.ts'
import { useFilter } from '#lib/gateway/filters/change-filter.ts'
import type { FilterDesk } from '#lib/gateway/filters/with-filters.ts'
import { connect } from '#lib/imap/connect.ts'
import { SieveProblem } from '#lib/sieve-client/sieve-problem.ts'
import { withSieve } from '#lib/sieve-client/with-sieve.ts'
import { lineOfAnswer } from '#lib/mail/filters/script.ts'
import { startPigeonhole, type RunningPigeonhole } from './pigeonhole.ts'

const USERS = { rita: 'ra:di "cale" ä\\' }
const RITA = { user: 'rita', password: USERS.rita }
const NEVER = new AbortController().signal
const HOLIDAY = 'require ["vacation"];\r\n# „Grüße“ {3}\r\nvacation :days 7 "Bin weg.";\r\n'

describe('filters at Debian’s Dovecot with Pigeonhole', () => {
  let pigeonhole: RunningPigeonhole
  before(async () => {
    pigeonhole = await startPigeonhole(USERS)
  })
  after(() => pigeonhole.stop())

  type Task<T> = (sieve: Parameters<Parameters<typeof withSieve<T>>[2]>[0]) => Promise<T>
  const using = <T>(task: Task<T>, credentials = RITA): Promise<T> => withSieve({ server: pigeonhole.sieve, credentials }, NEVER, task)
  const problemOf = async (task: Task<unknown>, credentials = RITA): Promise<SieveProblem> => {
    const error: unknown = await using(task, credentials).then(() => undefined, (problem: unknown) => problem)
    assert.ok(error instanceof SieveProblem, String(error))
    return error
  }

  it('are kept, listed, given, made active, renamed and deleted', async () => {
    await using(async (sieve) => {
      assert.ok(sieve.capabilities.isComplete && sieve.capabilities.extensions.includes('vacation'))
      assert.deepEqual(await sieve.list(), [])
      await sieve.requireSpace('Ferien "2026" {3}', HOLIDAY.length)
      assert.equal(await sieve.put('Ferien "2026" {3}', Buffer.from(HOLIDAY)), '')
      await sieve.put('zwei', Buffer.from('keep;'))
      await sieve.activate('Ferien "2026" {3}')
      assert.equal((await sieve.get('Ferien "2026" {3}')).toString(), HOLIDAY)
      await sieve.rename('Ferien "2026" {3}', 'Ferien')
      const listed = await sieve.list()
      assert.deepEqual(listed.toSorted((one, other) => (one.name < other.name ? -1 : 1)), [{ name: 'Ferien', isActive: true }, { name: 'zwei', isActive: false }])
      await sieve.activate(undefined)
      await sieve.delete('Ferien')
      await sieve.delete('zwei')
      assert.deepEqual(await sieve.list(), [])
    })
  })

  it('that are wrong are refused with the line, and nothing is kept', async () => {
    for (const task of [async (sieve) => sieve.check(Buffer.from('keep;\r\n\r\nfrobnicate;\r\n')), async (sieve) => sieve.put('x', Buffer.from('keep;\r\n\r\nfrobnicate;\r\n'))] satisfies Task<string>[]) {
      const { kind, answer } = await problemOf(task)
      assert.deepEqual([kind, lineOfAnswer(answer)], ['refused', 3], answer)
    }
    assert.deepEqual(await using(async (sieve) => sieve.list()), [])
    assert.equal(await using(async (sieve) => sieve.check(Buffer.from(HOLIDAY))), '')
  })

  it('that are not there, taken, active or too much are told apart', async () => {
    await using(async (sieve) => {
      await sieve.put('one', Buffer.from('keep;'))
      await sieve.put('two', Buffer.from('keep;'))
      await sieve.activate('one')
    })
    const kindOf = async (task: Task<unknown>): Promise<string> => (await problemOf(task)).kind
    assert.equal(await kindOf(async (sieve) => sieve.get('three')), 'no-such-script')
    assert.equal(await kindOf(async (sieve) => sieve.activate('three')), 'no-such-script')
    assert.equal(await kindOf(async (sieve) => sieve.delete('one')), 'is-active')
    assert.equal(await kindOf(async (sieve) => sieve.rename('one', 'two')), 'name-taken')
    assert.equal(await kindOf(async (sieve) => sieve.requireSpace('big', 40_000)), 'quota')
    assert.equal(await kindOf(async (sieve) => sieve.put('big', Buffer.from(`# ${'x'.repeat(40_000)}\r\nkeep;\r\n`))), 'quota')
    assert.equal(await kindOf(async (sieve) => {
      for (let at = 0; at < 6; at++) await sieve.put(`n${at}`, Buffer.from('keep;'))
    }), 'quota')
  })

  it('are shown to nobody with another password', async () => {
    assert.equal((await problemOf(async (sieve) => sieve.list(), { ...RITA, password: 'guessed' })).kind, 'sign-in-refused')
  })

  it('that are written and put in use here sort the mail that arrives, with nobody signed in', async () => {
    const desk: FilterDesk = { server: pigeonhole.sieve, credentials: RITA, signal: NEVER }
    await using(async (sieve) => {
      await sieve.activate(undefined)
      for (const { name } of await sieve.list()) await sieve.delete(name)
    })
    const message = (subject: string): string => `From: carol@example.test\r\nTo: rita@example.test\r\nSubject: ${subject}\r\n\r\nHello\r\n`
    const { revision, isActive } = await saveFilter(desk, { name: 'Listen', text: 'require ["fileinto", "mailbox"];\r\nif header :contains "subject" "[list]" { fileinto :create "Lists"; }\r\n', revision: '' })
    assert.equal(isActive, false)
    await pigeonhole.deliver('rita', message('[list] before'))
    await useFilter(desk, 'Listen')
    await pigeonhole.deliver('rita', message('[list] after'))
    await pigeonhole.deliver('rita', message('other'))
    const client = await connect({ server: pigeonhole.imap, credentials: RITA })
    const counts = [await client.status('INBOX', { messages: true }), await client.status('Lists', { messages: true })].map((status) => status && status.messages)
    await client.logout()
    assert.deepEqual(counts, [2, 1])
    assert.deepEqual(await listFilters(desk), [{ name: 'Listen', isActive: true }])
    assert.equal((await saveFilter(desk, { name: 'Listen', text: 'keep;\r\n', revision })).isActive, true)
  })

  it('are reached by STARTTLS, with a certificate that counts', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'postern-pigeonhole-'))
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], { keyType: 'rsa' })
    const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') }
    await Promise.all([writeFile(files.cert, cert), writeFile(files.key, key)])
    const secured = await startPigeonhole(USERS, files)
    try {
      const ask = (server = secured.sieve): Promise<unknown> => withSieve({ server, credentials: RITA }, NEVER, async (sieve) => sieve.list())
      assert.deepEqual(await ask(), [])
      assert.match(JSON.stringify(await probeServer(secured.sieve, 'sieve')), /"reached":true.*"tls":"TLSv1/)
      await assert.rejects(ask({ ...secured.sieve, verify: true }), { kind: 'certificate' })
    } finally {
      await secured.stop()
      await rm(folder, { recursive: true, force: true })
    }
  })
})
