import assert from 'node:assert/strict'
import { existsSync, realpathSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { ModSeq, Uid } from '#lib/mail/uid.ts'
import type { Mailbox } from '#lib/mail-store/mail-store.ts'
import { verifyAccount } from '#lib/mail-store/disk/verify-account.ts'
import { createLog } from '#lib/log/log.ts'
import { temporaryConfig, type TemporaryConfig } from '#lib/testing/mail-server-site.ts'
import { RoomsAdministration } from '../administer-rooms.ts'
import { AdministrationProblem, type Administration } from '../administration.ts'
import { openMailRooms, type MailRooms } from '../mail-rooms.ts'
import { restoreRest } from './restore-rest.ts'

const quiet = createLog('error', () => undefined)
const sentence = (pattern: RegExp) => (error: unknown): boolean => error instanceof AdministrationProblem && pattern.test(error.message)
const nothing = (): Promise<never> => Promise.reject(new Error('is not asked for'))

function administrationOf(rooms: MailRooms): Administration {
  return new RoomsAdministration(rooms, 'localhost', { stats: nothing, resetStats: nothing, figures: nothing, shutdown: nothing, disconnect: () => undefined })
}

async function append(mailbox: Mailbox, ...texts: readonly string[]): Promise<readonly Uid[]> {
  return mailbox.append(
    (async function* () {
      for (const text of texts) {
        const octets = Buffer.from(`Subject: ${text}\r\n\r\n${text}`)
        yield { flags: [], internalDate: new Date(0), size: octets.length, content: async function* () { yield octets } }
      }
    })(),
  )
}

async function subjectsOf(mailbox: Mailbox): Promise<readonly string[]> {
  const batches = await Array.fromAsync(mailbox.messages(await mailbox.uids(), ['keys']))
  return batches.flat().map(({ uid, keys, flags }) => [uid, keys?.subject.slice(0, 20), ...flags].join(' '))
}

describe('backup and restore', () => {
  let site: TemporaryConfig
  let rooms: MailRooms
  let administration: Administration
  let directory = ''
  const inboxOf = async (name: string, of = rooms): Promise<Mailbox> => (await (await of.stores.of(name)).mailbox('INBOX')) as Mailbox

  before(async () => {
    site = await temporaryConfig()
    rooms = await openMailRooms(site.config, quiet)
    administration = administrationOf(rooms)
    directory = join(site.config.data, '..', 'backup')
    for (const name of ['erin', 'finn']) await administration.addUser({ name, password: 'secret' })
    await append(await inboxOf('erin'), 'one', 'two', 'large '.repeat(20_000))
    await (await inboxOf('erin')).changeFlags([2 as Uid], { operation: 'add', flags: ['\\Seen', 'Blue'] })
  })
  after(async () => {
    await rooms.close()
    await site.remove()
  })

  let [first, second] = ['', '']
  it('is of one moment while everybody writes, and holds what was acknowledged before it began', async () => {
    const inbox = await inboxOf('finn')
    let isDone = false
    const acknowledged: Uid[] = []
    const writing = (async () => {
      while (!isDone) {
        acknowledged.push(...(await append(inbox, `number ${acknowledged.length}`, 'other '.repeat(15_000))))
        const [oldest] = acknowledged
        await inbox.changeFlags([oldest as Uid], { operation: 'add', flags: ['\\Deleted'] })
        if (acknowledged.length % 3 === 0) await inbox.expunge([oldest as Uid])
      }
    })()
    while (acknowledged.length < 6) await new Promise(setImmediate)
    const before = acknowledged.at(-1) as Uid
    const report = await administration.backUp(directory, 2)
    isDone = true
    await writing
    first = report.generation
    assert.deepEqual([report.accounts, report.removed], [2, 0])
    assert.deepEqual(await verifyAccount(join(first, 'mail', 'finn')), [])
    const restored = await administration.restore(first, 'finn', 'INBOX')
    assert.equal(restored.mailbox, 'Restored/INBOX')
    const kept = await (await rooms.stores.of('finn')).mailbox('Restored/INBOX')
    assert.ok(restored.messages >= before - 2, 'at most the first ones were expunged')
    assert.equal((await subjectsOf(kept as Mailbox)).length, restored.messages)
  })

  it('stores once what has not changed', async () => {
    const report = await administration.backUp(directory, 2)
    second = report.generation
    const [large = ''] = (await readdir(join(second, 'mail', 'erin', 'content'))).filter((name) => !name.startsWith('pack-'))
    const [here, there] = await Promise.all([first, second].map((generation) => stat(join(generation, 'mail', 'erin', 'content', large))))
    assert.deepEqual([here?.ino, here?.nlink], [there?.ino, 2])
  })

  it('brings an account back with its UIDs, and never gives a UID twice', async () => {
    const inbox = await inboxOf('erin')
    const before = await subjectsOf(inbox)
    const { uidValidity, highestModSeq } = await inbox.status()
    await append(inbox, 'later')
    await inbox.changeFlags([1 as Uid], { operation: 'add', flags: ['\\Deleted'] })
    await inbox.expunge([1 as Uid])
    await (await rooms.stores.of('erin')).remove('Archive')
    const report = await administration.restore(second, 'erin')
    assert.deepEqual([report.messages, report.renewed], [3, []])
    const again = await inboxOf('erin')
    assert.deepEqual(await subjectsOf(again), before)
    assert.equal(again.uidValidity, uidValidity)
    assert.deepEqual(await append(again, 'after the restore'), [5])
    // A program that knew of everything hears what has come back and what has gone.
    const { changed, vanished } = await again.changesSince((highestModSeq + 3n) as ModSeq)
    assert.deepEqual([changed.map(({ uid }) => uid), vanished], [[1, 2, 3, 5], [4]])
    assert.ok(await (await rooms.stores.of('erin')).mailbox('Archive'))
    assert.deepEqual(report.setAside?.map((folder) => [dirname(folder), existsSync(folder)]), [[join(site.config.data, 'mail'), true]])
  })

  it('gives another UIDVALIDITY only to a mailbox whose name another one has had since', async () => {
    const store = await rooms.stores.of('erin')
    await store.remove('Junk')
    const { uidValidity } = await store.create('Junk')
    assert.deepEqual((await administration.restore(second, 'erin')).renewed, ['Junk'])
    const junk = await (await rooms.stores.of('erin')).mailbox('Junk')
    assert.ok((junk?.uidValidity ?? 0) > uidValidity)
  })

  it('brings everything back into an empty data directory', async () => {
    const other = await temporaryConfig()
    await restoreRest(second, other.config.data)
    const otherRooms = await openMailRooms(other.config, quiet)
    for (const name of ['erin', 'finn']) await administrationOf(otherRooms).restore(second, name)
    const inbox = await inboxOf('erin', otherRooms)
    assert.deepEqual((await subjectsOf(inbox)).map((line) => line.slice(0, 5)), ['1 one', '2 two', '3 lar'])
    assert.ok(((await append(inbox, 'new'))[0] ?? 0) > 1000, 'nobody knows how many UIDs were given since')
    assert.ok(await otherRooms.accounts.authenticate('erin', 'secret'))
    await otherRooms.close()
    assert.deepEqual(await verifyAccount(join(other.config.data, 'mail', 'erin')), [])
    await other.remove()
  })

  it('removes the oldest generations, and none when the new one is not sound', async () => {
    const { removed } = await administration.backUp(directory, 2)
    assert.equal(removed, 1)
    const before = await readdir(directory)
    const pack = await open(join(site.config.data, 'mail', 'erin', 'content', 'pack-1'), 'r+')
    await pack.write('xx', 70)
    await pack.close()
    await assert.rejects(administration.backUp(directory, 1), sentence(/mail of erin is damaged.*doctor erin --repair/))
    assert.deepEqual((await readdir(directory)).filter((name) => !name.startsWith('.')), before)
    await administration.backUp(directory, 1, ['finn'])
    assert.equal((await readdir(directory)).filter((name) => !name.startsWith('.')).length, before.length + 1, 'a backup of one account replaces nothing')
  })

  it('keeps and brings back content that lies on a disk of its own, and is not kept there itself', async () => {
    const large = join(directory, '..', 'large')
    const apart = await temporaryConfig({ env: { POSTERN_MAIL_CONTENT: large } })
    const others = await openMailRooms(apart.config, quiet)
    const theirs = administrationOf(others)
    await theirs.addUser({ name: 'gwen', password: 'secret' })
    await append(await inboxOf('gwen', others), 'one', 'large '.repeat(20_000))
    await assert.rejects(theirs.backUp(join(large, 'backup'), 1), sentence(/A backup inside .*large would be lost with the mail that lies there/))
    const { generation, messages } = await theirs.backUp(join(apart.config.data, '..', 'backup'), 1)
    assert.equal(messages, 2)
    const { setAside = [] } = await theirs.restore(generation, 'gwen')
    assert.deepEqual(setAside.map((folder) => dirname(folder)), [join(apart.config.data, 'mail'), realpathSync(large)])
    assert.equal((await subjectsOf(await inboxOf('gwen', others))).length, 2)
    assert.deepEqual(await theirs.examine(['gwen'], false), [{ name: 'gwen', faults: [] }])
    await others.close()
    await apart.remove()
  })

  it('says why it cannot', async () => {
    for (const [attempt, pattern] of [
      [administration.backUp('relative', 1), /full path/],
      [administration.backUp(join(site.config.data, 'backup'), 1), /would be lost with it/],
      [administration.backUp(directory, 1, ['nobody']), /no user nobody/],
      [administration.restore(directory, 'erin'), /is no backup/],
      [administration.restore(second, 'erin', 'Nowhere'), /no mailbox Nowhere/],
    ] as const) await assert.rejects(attempt, sentence(pattern))
  })
})
