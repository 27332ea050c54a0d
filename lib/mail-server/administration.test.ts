import assert from 'node:assert/strict'
import { mkdir, open, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { createLog } from '#lib/log/log.ts'
import { readMessages } from '#lib/testing/delivery-site.ts'
import { temporaryConfig, type TemporaryConfig } from '#lib/testing/mail-server-site.ts'
import { administer } from './admin-client.ts'
import { AdministrationProblem, type Administration } from './administration.ts'
import { lockDataDirectory } from './data-directory.ts'
import { openMailRooms } from './mail-rooms.ts'
import { startMailServer, type RunningMailServer } from './server.ts'

const lines: string[] = []
const quiet = createLog('error', (line) => lines.push(line))
const sentence = (pattern: RegExp) => (error: unknown): boolean => error instanceof AdministrationProblem && pattern.test(error.message)

// The same commands, once on the data directory itself and once over the socket of the running server.
for (const running of [false, true]) {
  describe(running ? 'administration over the socket' : 'administration of a data directory', () => {
    let site: TemporaryConfig
    let server: RunningMailServer | undefined
    let administration: Administration & { close(): Promise<void> }

    before(async () => {
      // Deeper than what the path of a Unix socket may be.
      site = await temporaryConfig(running ? { nesting: join('deep'.repeat(20), 'er'.repeat(30)) } : {})
      server = running ? await startMailServer(site.config, quiet) : undefined
      administration = await administer(site.config, quiet)
    })
    after(async () => {
      await administration.close()
      await server?.close()
      await site.remove()
    })

    it('enrols users and says why it cannot', async () => {
      await administration.addUser({ name: 'erin', password: 'p "w\\ä' })
      await administration.addUser({ name: 'finn', password: 'x y', quota: 5000 })
      await assert.rejects(administration.addUser({ name: 'erin', password: 'other' }), AdministrationProblem)
      const audited = lines.splice(0).map((line) => JSON.parse(line) as Record<string, unknown>).map(({ event, did, call, account }) => [event, did, call, account])
      assert.deepEqual(audited, running ? [['audit', 'command', 'addUser', 'erin'], ['audit', 'command', 'addUser', 'finn']] : [], 'those that were carried out')
      const report = await administration.importUsers([{ name: 'gwen', password: 'secret' }, { name: 'finn', password: 'again' }, { name: 'not/a name', password: 'x' }])
      assert.deepEqual(report.added, ['gwen'])
      assert.deepEqual(report.refused.map(({ name }) => name), ['finn', 'not/a name'])
      const users = await administration.listUsers()
      assert.deepEqual(users.map(({ name, address, quota, used }) => [name, address, quota, used]), [
        ['erin', 'erin@localhost', undefined, 0],
        ['finn', 'finn@localhost', 5000, 0],
        ['gwen', 'gwen@localhost', undefined, 0],
      ])
    })

    it('counts anew what is stored, and says what was and what is', async () => {
      assert.deepEqual(await administration.repairQuotas(['finn']), [{ name: 'finn', was: 0, now: 0 }])
      assert.deepEqual((await administration.repairQuotas()).map(({ name }) => name), ['erin', 'finn', 'gwen'])
      await assert.rejects(administration.repairQuotas(['nobody']), sentence(/no user nobody/))
    })

    it('moves mail to where there is a partition, and says where there is none', async () => {
      await assert.rejects(administration.moveUser('finn', 'nowhere'), sentence(/no partition nowhere; mail.partitions names none/))
      await assert.rejects(administration.moveUser('nobody', ''), sentence(/no user nobody/))
      await administration.moveUser('finn', '')
      await assert.rejects(administration.addUser({ name: 'hugo', password: 'x', partition: 'nowhere' }), sentence(/no partition nowhere/))
      assert.ok(!(await administration.accountNames()).names.includes('hugo'), 'nobody is enrolled without a place')
    })

    it('changes quotas by amount or altogether', async () => {
      await administration.setQuota('finn', { kind: 'grow', octets: 1000 })
      assert.equal((await administration.listUsers())[1]?.quota, 6000)
      await administration.setQuota('finn', { kind: 'set', octets: 70_000 })
      assert.equal((await administration.listUsers())[1]?.quota, 70_000)
      await administration.setQuota('finn', { kind: 'lift' })
      assert.equal((await administration.listUsers())[1]?.quota, undefined)
      await assert.rejects(administration.setQuota('finn', { kind: 'grow', octets: 1 }), sentence(/no quota yet/))
      await assert.rejects(administration.setQuota('nobody', { kind: 'lift' }), sentence(/no user nobody/))
    })

    it('subscribes to a list of mailboxes, twice as once', async () => {
      const names = ['inbox', 'Projects/Ünï', 'Not/there/yet', 'bad//name', 'x'.repeat(2000), ...Array.from({ length: 700 }, (_, index) => `List/${index}`)]
      assert.deepEqual(await administration.subscribe('gwen', names), { added: 702, refused: ['bad//name', 'x'.repeat(2000)] })
      assert.deepEqual(await administration.subscribe('gwen', names), { added: 0, refused: ['bad//name', 'x'.repeat(2000)] })
      await assert.rejects(administration.subscribe('nobody', []), sentence(/no user nobody/))
      await assert.rejects(administration.subscribe('gwen', [1] as unknown as string[]), sentence(/have names/))
    })

    it('gives a mailbox a quota of its own, and counts it apart', async () => {
      await administration.setQuota('finn', { kind: 'set', octets: 1000 }, 'Sent')
      await administration.setQuota('finn', { kind: 'grow', octets: 500 }, 'Sent')
      assert.deepEqual((await administration.listUsers())[1]?.roots, [{ mailbox: 'Sent', used: 0, quota: 1500 }])
      assert.deepEqual(await administration.repairQuotas(['finn']), [{ name: 'finn', was: 0, now: 0 }, { name: 'finn/Sent', was: 0, now: 0 }])
      await assert.rejects(administration.setQuota('finn', { kind: 'set', octets: 1 }, 'Nowhere'), sentence(/finn has no mailbox Nowhere/))
      await assert.rejects(administration.setQuota('finn', { kind: 'set', octets: 1 }, 'INBOX'), sentence(/INBOX counts in the quota of the account/))
      await administration.setQuota('finn', { kind: 'lift' }, 'Sent')
      assert.equal((await administration.listUsers())[1]?.roots, undefined)
    })

    it('shares a mailbox, under a name that is still free', async () => {
      await administration.share({ owner: 'erin', mailbox: 'INBOX', grantee: 'finn' })
      await administration.share({ owner: 'erin', mailbox: 'Sent', grantee: 'finn', rights: 'lr', alias: 'Erin sent' })
      for (const [share, pattern] of [
        [{ owner: 'erin', mailbox: 'Nowhere', grantee: 'finn' }, /no mailbox Nowhere/],
        [{ owner: 'erin', mailbox: 'INBOX', grantee: 'erin' }, /somebody else/],
        [{ owner: 'erin', mailbox: 'INBOX', grantee: 'gwen', rights: 'lrz' }, /Rights are letters/],
        [{ owner: 'erin', mailbox: 'Drafts', grantee: 'finn', alias: 'Erin sent' }, /already has/],
        [{ owner: 'erin', mailbox: 'Drafts', grantee: 'finn', alias: 'a/b' }, /must not/],
      ] as const) await assert.rejects(administration.share(share), sentence(pattern))
    })

    it('seeds mailboxes from files, always in the same order', async () => {
      const folder = join(site.config.data, '..', 'seed')
      await mkdir(join(folder, 'INBOX'), { recursive: true })
      await mkdir(join(folder, 'Projects', 'Pier'), { recursive: true })
      await writeFile(join(folder, 'INBOX', '2.eml'), 'Subject: second\nDate: Tue, 6 Oct 2026 08:00:00 +0200\n\nlines end with LF\n')
      await writeFile(join(folder, 'INBOX', '10.eml'), 'Subject: first by name\r\n\r\nno date\r\n')
      await writeFile(join(folder, 'INBOX', 'notes.txt'), 'not a message')
      await writeFile(join(folder, 'Projects', 'Pier', 'a.eml'), 'Subject: deep\r\n\r\nx\r\n')
      assert.deepEqual(await administration.seed(folder, 'gwen'), { mailboxes: 2, messages: 3 })
      await assert.rejects(administration.seed(folder, 'nobody'), sentence(/no user/))
      await assert.rejects(administration.seed('relative', 'gwen'), sentence(/full path/))
      await assert.rejects(administration.seed(join(folder, 'missing'), 'gwen'), sentence(/cannot be read/))
    })

    it('examines what is stored, and mends it', async () => {
      assert.deepEqual(await administration.accountNames(), { names: ['erin', 'finn', 'gwen'], strangers: [] })
      assert.deepEqual(await administration.examine(['erin', 'gwen'], true), [{ name: 'erin', faults: [] }, { name: 'gwen', faults: [] }])
      const pack = await open(join(site.config.data, 'mail', 'gwen', 'content', 'pack-1'), 'r+')
      await pack.write('xx', 70)
      await pack.close()
      const [found] = await administration.examine(['gwen'], false)
      assert.deepEqual([found?.faults.length, found?.repair], [1, undefined])
      const [mended] = await administration.examine(['gwen'], true)
      assert.deepEqual([mended?.repair?.source, mended?.repair?.messages, mended?.repair?.lost], ['database', 2, 1])
      assert.deepEqual(await administration.examine(['gwen'], false), [{ name: 'gwen', faults: [] }])
      await administration.seed(join(site.config.data, '..', 'seed'), 'gwen')
      await assert.rejects(administration.examine(['nobody'], false), sentence(/no user nobody/))
    })

    it('deletes a user with all mail', async () => {
      await administration.deleteUser('gwen')
      assert.deepEqual((await administration.listUsers()).map(({ name }) => name), ['erin', 'finn'])
      await assert.rejects(administration.deleteUser('gwen'), sentence(/no user gwen/))
    })

    it('says whether the server runs', async () => {
      const { running: runs, accounts, version } = await administration.stats()
      assert.deepEqual([runs, accounts, /^\d+\.\d+\.\d+/.test(version)], [running, 2, true])
      if (!server) return assert.rejects(administration.shutdown(), sentence(/does not run/))
      // As the process does it: the server ends the moment it is asked to, and the one who asked has an answer.
      const ended = server.shutdownAsked.then(() => server?.close())
      await administration.shutdown()
      await ended
    })
  })
}

describe('what enrolment and seeding leave in the store', () => {
  it('has the special-use mailboxes, subscribed, and seeded messages as they are in mail', async () => {
    const site = await temporaryConfig()
    const folder = join(site.config.data, '..', 'seed', 'INBOX')
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'a.eml'), 'Subject: dated\nDate: Tue, 6 Oct 2026 08:00:00 +0200\n\ntext\n')
    await writeFile(join(folder, 'b.eml'), 'Subject: undated\r\n\r\nx\r\nbare\nstays\r\n')
    const administration = await administer(site.config, quiet)
    await administration.addUser({ name: 'erin', password: 'secret' })
    await administration.seed(join(folder, '..'), 'erin')
    await administration.close()
    const rooms = await openMailRooms(site.config, quiet)
    const store = await rooms.stores.of('erin')
    const uses = (await store.mailboxes()).map(({ name, specialUse }) => `${name} ${specialUse ?? ''}`).sort()
    assert.deepEqual(uses, ['Archive \\Archive', 'Drafts \\Drafts', 'INBOX ', 'Junk \\Junk', 'Sent \\Sent', 'Trash \\Trash'])
    assert.deepEqual([...(await store.subscriptions())].sort(), ['Archive', 'Drafts', 'INBOX', 'Junk', 'Sent', 'Trash'])
    const inbox = await store.mailbox('INBOX')
    assert.ok(inbox)
    assert.deepEqual(await readMessages(inbox), ['Subject: dated\r\nDate: Tue, 6 Oct 2026 08:00:00 +0200\r\n\r\ntext\r\n', 'Subject: undated\r\n\r\nx\r\nbare\nstays\r\n'])
    const dates: number[] = []
    for await (const batch of inbox.messages(await inbox.uids(), [])) dates.push(...batch.map(({ internalDate }) => internalDate))
    assert.deepEqual(dates, [Date.UTC(2026, 9, 6, 6), Date.UTC(2026, 0, 1, 12, 1)])
    await rooms.close()
    await site.remove()
  })

  it('takes more messages into one mailbox than the store takes at once, in their order', async () => {
    const site = await temporaryConfig()
    const folder = join(site.config.data, '..', 'seed', 'INBOX')
    await mkdir(folder, { recursive: true })
    const names = Array.from({ length: 600 }, (_, index) => String(index).padStart(4, '0'))
    // What is kept of each header fills the limit of one append after some 500 of them.
    for (const name of names) await writeFile(join(folder, `${name}.eml`), `Subject: ${name}\r\nX-Long: ${'x'.repeat(130_000)}\r\n\r\n`)
    const administration = await administer(site.config, quiet)
    await administration.addUser({ name: 'erin', password: 'secret' })
    assert.deepEqual(await administration.seed(join(folder, '..'), 'erin'), { mailboxes: 1, messages: names.length })
    await administration.close()
    const rooms = await openMailRooms(site.config, quiet)
    const inbox = await (await rooms.stores.of('erin')).mailbox('INBOX')
    assert.ok(inbox)
    const dates: number[] = []
    for await (const batch of inbox.messages(await inbox.uids(), [])) dates.push(...batch.map(({ internalDate }) => internalDate))
    assert.deepEqual(dates, names.map((_, index) => Date.UTC(2026, 0, 1, 12, index)))
    await rooms.close()
    await site.remove()
  })
})

describe('admin channel', () => {
  let site: TemporaryConfig
  let server: RunningMailServer
  before(async () => {
    site = await temporaryConfig()
    server = await startMailServer(site.config, quiet)
  })
  after(async () => {
    await server.close()
    await site.remove()
  })

  function speak(octets: string): Promise<string> {
    return new Promise((resolve) => {
      const socket = connect(join(site.config.data, 'admin.sock'))
      let heard = ''
      socket.on('data', (chunk: Buffer) => (heard += chunk.toString()))
      socket.on('error', () => undefined).on('close', () => resolve(heard))
      socket.write(octets, () => socket.end())
    })
  }

  it('answers one line for each, in order', async () => {
    const heard = await speak('{"call":"listUsers","arguments":[]}\n{"call":"addUser","arguments":[{"name":"hal","password":"x y z"}]}\n{"call":"listUsers","arguments":[]}\n')
    const answers = heard.trim().split('\n').map((line) => JSON.parse(line) as { result?: unknown })
    assert.deepEqual(answers.map(({ result }) => (Array.isArray(result) ? result.length : result)), [0, null, 1])
  })

  for (const [what, line] of [
    ['no JSON', 'hello'],
    ['no call', '{}'],
    ['an unknown call', '{"call":"constructor","arguments":[]}'],
    ['arguments that are no list', '{"call":"stats","arguments":{}}'],
    ['arguments of the wrong kind', '{"call":"addUser","arguments":[{"name":7}]}'],
    ['no arguments where some are needed', '{"call":"setQuota","arguments":[]}'],
  ] as const) {
    it(`answers ${what} with a sentence and goes on`, async () => {
      const [first, second] = (await speak(`${line}\n{"call":"stats","arguments":[]}\n`)).trim().split('\n')
      assert.match(first ?? '', /^\{"problem":"/)
      assert.match(second ?? '', /"running":true/)
    })
  }

  it('hangs up on a line without end', async () => {
    assert.equal(await speak('x'.repeat(5 * 1024 * 1024)), '')
    assert.match(await speak('{"call":"stats","arguments":[]}\n'), /"running":true/)
  })
})

describe('a data directory in use by something that does not answer', () => {
  it('is an error with a sentence', async () => {
    const site = await temporaryConfig()
    const lock = await lockDataDirectory(site.config.data)
    await assert.rejects(administer(site.config, quiet), sentence(/in use by another Postern.*does not answer/))
    lock.release()
    await (await administer(site.config, quiet)).close()
    await site.remove()
  })
})
