import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ServerAddress } from '#lib/mail/network/server-address.ts'
import { hasDovecot, startDovecot, type RunningDovecot } from '#lib/testing/dovecot.ts'
import { ImapCutter } from '#lib/testing/chaos/imap-cutter.ts'
import { startImapFixture, type ImapFixture } from '#lib/testing/imap-fixture.ts'
import { readMailbox } from '#lib/testing/writing-fixture.ts'
import type { AccountConnections } from '../account-connections.ts'
import { openAccountPool, type AccountPool } from '../account-pool.ts'
import type { LargeMessage } from './append-connection.ts'
import { HeldAppend } from './held-append.ts'

const CONTENT = `Subject: held\r\n\r\n${'line of text\r\n'.repeat(60_000)}`
const credentials = { user: 'alice', password: 'postern-alice' }

/** A mail server with a mailbox to append to, and a cutter before it. */
interface Site {
  readonly cutter: ImapCutter
  readonly pool: AccountPool
  /** Through the cutter. */
  readonly connections: AccountConnections
  /** Beside it. */
  readonly direct: AccountConnections
}

async function siteOf(address: ServerAddress): Promise<Site> {
  const cutter = new ImapCutter(address.port)
  const pool = openAccountPool(5)
  const never = new AbortController().signal
  const connections = pool.of({ server: { ...address, port: await cutter.listen() }, credentials }, never)
  const direct = pool.of({ server: address, credentials }, never)
  await direct.useAny(async (client) => client.mailboxCreate('Held').catch(() => undefined))
  return { cutter, pool, connections, direct }
}

let folder = ''
let dovecot: RunningDovecot | undefined
const fixtures: ImapFixture[] = []
const sites = new Map<string, Site>()
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postern-held-'))
  for (const [name, options] of [['ours in memory', {}], ['ours on the disk', { folder }]] as const) {
    const fixture = await startImapFixture(options)
    fixtures.push(fixture)
    sites.set(name, await siteOf({ host: '127.0.0.1', port: fixture.port, tls: 'none', verify: true }))
  }
  if (!hasDovecot()) return
  dovecot = await startDovecot({ users: { alice: credentials.password } })
  sites.set('Dovecot', await siteOf(dovecot.address))
})
after(async () => {
  for (const { cutter, pool } of sites.values()) {
    pool.closeAll()
    await cutter.close()
  }
  for (const fixture of fixtures) await fixture.close()
  await dovecot?.stop()
  await rm(folder, { recursive: true, force: true })
})

/** The message, and when all of it but what is kept back has been asked for. */
function message(content: string): { readonly message: Promise<LargeMessage>; readonly given: Promise<void> } {
  const octets = Buffer.from(content)
  let give = (): void => undefined
  const given = new Promise<void>((resolve) => (give = resolve))
  const parts = async function* (): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < octets.length; at += 10_001) yield octets.subarray(at, at + 10_001)
    give()
  }
  return { message: Promise.resolve({ size: octets.length, content: parts, flags: ['\\Seen'] }), given }
}

for (const server of ['ours in memory', 'ours on the disk', ...(hasDovecot() ? ['Dovecot'] : [])]) {
  const kept = async ({ direct }: Site): Promise<readonly string[]> => (await readMailbox(direct, 'Held')).map(({ content }) => content)
  const fresh = async (): Promise<Site> => {
    const site = sites.get(server)
    assert.ok(site)
    await site.direct.use('Held', async (client) => client.messageDelete('1:*').catch(() => undefined))
    return site
  }

  test(`${server}: nothing is there before it is let go, and all of it after that`, async () => {
    const site = await fresh()
    const whole = message(CONTENT)
    const held = new HeldAppend(site.connections, 'Held', whole.message)
    await whole.given
    assert.deepEqual(await kept(site), [])
    const appended = await held.finish()
    assert.deepEqual(await kept(site), [CONTENT])
    assert.equal(appended?.ref?.mailbox, 'Held')
  })

  test(`${server}: abandoned, or cut off by the network, before its last octets, it leaves no message`, async () => {
    const site = await fresh()
    for (const end of ['abandon', 'cut'] as const) {
      const whole = message(CONTENT)
      const held = new HeldAppend(site.connections, 'Held', whole.message)
      await whole.given
      if (end === 'abandon') held.abandon()
      else site.cutter.cut()
      // Who has not noticed the cut yet cannot say that nothing is there.
      const finished = await held.finish().catch((error: unknown) => (end === 'cut' ? undefined : error))
      assert.equal(finished, undefined, 'it may be done anew')
      assert.deepEqual(await kept(site), [], end)
    }
    const again = message(CONTENT)
    await new HeldAppend(site.connections, 'Held', again.message).finish()
    assert.deepEqual(await kept(site), [CONTENT])
  })

  test(`${server}: what could not be begun says so; what was lost behind its last octets is nothing to begin anew by itself`, async () => {
    const site = await fresh()
    assert.equal(await new HeldAppend(site.connections, 'Nowhere', message(CONTENT).message).finish(), undefined)
    assert.equal(await new HeldAppend(site.connections, 'Held', Promise.reject(new Error('disk'))).finish(), undefined)
    site.cutter.armed = { text: 'APPENDUID', arrives: false }
    await assert.rejects(new HeldAppend(site.connections, 'Held', message(CONTENT).message).finish(), { failure: 'server-unreachable' })
    assert.deepEqual(await kept(site), [CONTENT])
  })
}
