import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ModSeq, Uid } from '#lib/mail/uid.ts'
import { FakeAccounts } from '#lib/testing/fakes/fake-accounts.ts'
import { appendSubjects, contentOf, mailboxOf, message, messagesOf, problem, several } from '../contract/scenario.ts'
import type { Mailbox, MailStore } from '../mail-store.ts'
import { createMemoryStores } from '../memory/memory-stores.ts'
import { SHARED_SEEN } from '../shared-seen.ts'
import { withShared } from './shared-view.ts'

const uids = (...numbers: readonly number[]): readonly Uid[] => numbers as readonly Uid[]
const ONE = 1 as Uid

/** Bob's view of what alice shares with him: her Work/Team and all below it, as Shared/Team. */
async function scene(rights: string) {
  const stores = createMemoryStores()
  const accounts = new FakeAccounts()
  for (const name of ['alice', 'bob', 'carol']) await accounts.add(name, 'x')
  const [alice, own] = [await stores.of('alice'), await stores.of('bob')]
  const team = await alice.create('Work/Team')
  await alice.create('Work/Team/2024')
  await alice.create('Work/Private')
  await alice.create('Work/Teamwork')
  await team.append(several(message('Subject: one\r\n\r\none', { flags: ['\\Seen', '\\Deleted', 'Red'] }), message('Subject: two\r\n\r\ntwo')))
  const give = async (mailbox: string, rights: string, more: { identifier?: string; alias?: string } = {}): Promise<void> =>
    accounts.grant({ owner: 'alice', uidValidity: (await mailboxOf(alice, mailbox)).uidValidity, identifier: 'bob', rights, ...more })
  const giveTeam = async (rights: string): Promise<void> => {
    await give('Work/Team', rights, { alias: 'Team' })
    await give('Work/Team/2024', rights)
  }
  await giveTeam(rights)
  const storeOf = (owner: string): Promise<MailStore> => stores.of(owner)
  const bob = withShared(own, { account: 'bob', grants: accounts, storeOf })
  const hers = withShared(alice, { account: 'alice', grants: accounts, storeOf })
  return { bob, alice, hers, team, accounts, give, giveTeam, shared: () => mailboxOf(bob, 'Shared/Team') }
}

const namesOf = async (store: MailStore): Promise<readonly string[]> => (await store.mailboxes()).map(({ name }) => name).sort()

test('the grantee sees the mailbox and what is below it, and nothing else', async () => {
  const { bob, shared } = await scene('lr')
  assert.deepEqual((await bob.mailboxes()).map(({ name, rights, owner }) => [name, rights, owner]), [
    ['INBOX', 'lrswipkxtea', undefined],
    ['Shared/Team', 'lr', 'alice'],
    ['Shared/Team/2024', 'lr', 'alice'],
  ])
  const team = await shared()
  assert.deepEqual([team.name, team.rights, await team.uids()], ['Shared/Team', 'lr', [1, 2]])
  assert.equal(await shared(), team)
  assert.match((await contentOf(team, ONE)).toString(), /one/)
  for (const name of ['Work/Team', 'Shared/Private', 'Shared/Teamwork', 'Shared', 'Shared/Team/nope']) assert.equal(await bob.mailbox(name), undefined, name)
})

test('a mailbox with which nothing may be done is not there', async () => {
  const { bob } = await scene('swtep')
  assert.deepEqual(await namesOf(bob), ['INBOX'])
  assert.equal(await bob.mailbox('Shared/Team'), undefined)
  await assert.rejects(bob.remove('Shared/Team'), problem('no-such-mailbox'))
  const readable = await scene('r')
  assert.deepEqual(await namesOf(readable.bob), ['INBOX'])
  assert.equal((await (await readable.shared()).status()).messages, 2)
  const slot = await (await scene('i')).shared()
  assert.equal((await appendSubjects(slot, 'posted')).length, 1)
  await assert.rejects(slot.status(), problem('no-right'))
})

test('each call asks for its right', async () => {
  const calls: readonly (readonly [string, string, (mailbox: Mailbox, own: Mailbox) => Promise<unknown>])[] = [
    ['status', 'r', (mailbox) => mailbox.status()],
    ['uids', 'r', (mailbox) => mailbox.uids()],
    ['messages', 'r', (mailbox) => messagesOf(mailbox, uids(1))],
    ['sortNumbers', 'r', (mailbox) => mailbox.sortNumbers(uids(1), ['SIZE'])],
    ['threadNumbers', 'r', (mailbox) => mailbox.threadNumbers(uids(1), false)],
    ['content', 'r', (mailbox) => contentOf(mailbox, ONE)],
    ['changesSince', 'r', (mailbox) => mailbox.changesSince(0n as ModSeq)],
    ['append', 'i', (mailbox) => appendSubjects(mailbox, 'x')],
    ['copy out', 'r', (mailbox, own) => mailbox.copy(uids(1), own)],
    ['copy in', 'i', async (mailbox, own) => own.copy(await appendSubjects(own, 'x'), mailbox)],
    ['move out', 'rte', (mailbox, own) => mailbox.move(uids(1), own)],
    ['replacement', 'rte', (mailbox, own) => mailbox.replace(2 as Uid, several(message('new')), own)],
    ['seen', 's', (mailbox) => mailbox.changeFlags(uids(1), { operation: 'add', flags: ['\\seen'] })],
    ['deleted', 't', (mailbox) => mailbox.changeFlags(uids(1), { operation: 'remove', flags: ['\\Deleted'] })],
    ['keyword', 'w', (mailbox) => mailbox.changeFlags(uids(1), { operation: 'add', flags: ['Blue'] })],
    ['expunge', 'e', (mailbox) => mailbox.expunge(uids(1))],
  ]
  for (const [name, needed, call] of calls) {
    const allowed = await scene(`l${needed}`)
    await call(await allowed.shared(), await mailboxOf(allowed.bob, 'INBOX'))
    for (const missing of needed) {
      const refused = await scene([...'lrswipkxtea'].filter((right) => right !== missing).join(''))
      await assert.rejects(call(await refused.shared(), await mailboxOf(refused.bob, 'INBOX')), problem('no-right'), `${name} without ${missing}`)
      assert.deepEqual(await refused.team.uids(), [1, 2], `${name} without ${missing}`)
    }
  }
})

test('flags beyond the rights are left as they are (RFC 4314 §4)', async () => {
  const { shared, team } = await scene('lris')
  await team.annotations.set(new Map([[SHARED_SEEN, Buffer.from('true')]]))
  const mailbox = await shared()
  await mailbox.append(several(message('x', { flags: ['\\Seen', '\\Deleted', 'Blue'] })))
  assert.deepEqual((await messagesOf(team))[2]?.flags, ['\\Seen'])
  const { changed } = await mailbox.changeFlags(uids(1, 2), { operation: 'replace', flags: ['\\Flagged', '\\Seen'] })
  assert.deepEqual(changed.map(({ flags }) => flags), [['\\Deleted', '\\Seen', 'Red'], ['\\Seen']])
  await mailbox.changeFlags(uids(1), { operation: 'replace', flags: [] })
  assert.deepEqual((await messagesOf(team))[0]?.flags, ['\\Deleted', 'Red'])
  await mailbox.changeFlags(uids(1), { operation: 'add', flags: ['\\Seen', '\\Answered'] })
  assert.deepEqual((await messagesOf(team))[0]?.flags, ['\\Deleted', '\\Seen', 'Red'])
  await assert.rejects(mailbox.changeFlags(uids(1), { operation: 'add', flags: ['\\Answered'] }), problem('no-right'))
})

test('\\Seen is each reader\'s own, unless the mailbox shares it (RFC 4314 §4, s)', async () => {
  const { shared, team } = await scene('lrswite')
  const flags = async (): Promise<readonly (readonly string[])[]> => (await messagesOf(await shared())).map((message) => message.flags)
  assert.deepEqual(await flags(), [['\\Deleted', 'Red'], []])
  const mine = await shared()
  await mine.changeFlags(uids(2), { operation: 'add', flags: ['\\Seen', '\\Flagged'] })
  assert.deepEqual((await messagesOf(team))[1]?.flags, ['\\Flagged'])
  assert.deepEqual([(await team.status()).unseen, (await mine.status()).unseen], [1, 1])
  await team.annotations.set(new Map([[SHARED_SEEN, Buffer.from('TRUE')]]))
  assert.deepEqual(await flags(), [['\\Deleted', '\\Seen', 'Red'], ['\\Flagged']])
  await (await shared()).changeFlags(uids(1), { operation: 'remove', flags: ['\\Seen'] })
  assert.equal((await team.status()).unseen, 2)
  await team.annotations.set(new Map([[SHARED_SEEN, undefined]]))
  assert.deepEqual(await flags(), [['\\Deleted', 'Red'], ['\\Flagged', '\\Seen']])
})

test('flags that one may not change keep what one has seen (RFC 4314 §4)', async () => {
  const { shared, team } = await scene('lrs')
  await (await shared()).changeFlags(uids(1), { operation: 'replace', flags: ['\\Seen', 'Blue'] })
  assert.deepEqual((await messagesOf(await shared()))[0]?.flags, ['\\Deleted', '\\Seen', 'Red'])
  await (await shared()).changeFlags(uids(1), { operation: 'replace', flags: [] })
  assert.deepEqual((await messagesOf(await shared()))[0]?.flags, ['\\Deleted', 'Red'])
  assert.deepEqual((await messagesOf(team))[0]?.flags, ['\\Deleted', '\\Seen', 'Red'])
})

test('copies within one owner keep what the target allows', async () => {
  const { bob, give, shared, alice } = await scene('lrswite')
  const inner = await mailboxOf(alice, 'Work/Private')
  await give('Work/Private', 'lri', { alias: 'Drop' })
  const [team, drop, year] = [await shared(), await mailboxOf(bob, 'Shared/Drop'), await mailboxOf(bob, 'Shared/Team/2024')]
  await team.changeFlags(uids(1), { operation: 'add', flags: ['\\Seen'] })
  assert.deepEqual(await team.copy(uids(1), drop), [{ from: 1, to: 1 }])
  assert.deepEqual((await messagesOf(inner))[0]?.flags, [])
  assert.deepEqual(await team.move(uids(1), year), [{ from: 1, to: 1 }])
  assert.deepEqual((await messagesOf(year))[0]?.flags, ['\\Deleted', '\\Seen', 'Red'])
  assert.deepEqual(await team.uids(), [2])
  assert.deepEqual(await team.move(uids(2), drop), [{ from: 2, to: 2 }])
})

test('mailboxes are made, renamed and removed below a grant by its rights', async () => {
  const { bob, alice, giveTeam, shared } = await scene('lrkx')
  const made = await bob.create('Shared/Team/New')
  assert.deepEqual([made.name, made.rights], ['Shared/Team/New', 'lrkx'])
  assert.ok(await alice.mailbox('Work/Team/New'))
  await bob.rename('Shared/Team/New', 'Shared/Team/Newer')
  assert.ok(await alice.mailbox('Work/Team/Newer'))
  await assert.rejects(bob.rename('Shared/Team', 'Shared/Team/x'), problem('bad-name'))
  await assert.rejects(bob.rename('Shared/Team/Newer', 'Mine'), problem('refused'))
  await assert.rejects(bob.rename('INBOX', 'Shared/Team/x'), problem('refused'))
  await assert.rejects(bob.create('Shared/Other'), problem('no-right'))
  await assert.rejects(bob.rename('INBOX', 'Shared/Other'), problem('no-right'))
  await bob.remove('Shared/Team/Newer')
  await giveTeam('lrswite')
  await assert.rejects(bob.create('Shared/Team/y'), problem('no-right'))
  await assert.rejects(bob.remove('Shared/Team/2024'), problem('no-right'))
  await assert.rejects(bob.rename('Shared/Team/2024', 'Shared/Team/y'), problem('no-right'))
  assert.equal((await shared()).name, 'Shared/Team')
  await bob.create('Own')
  assert.equal(await alice.mailbox('Own'), undefined)
})

test('what is taken back is refused at once, in open mailboxes too', async () => {
  const { bob, giveTeam, shared } = await scene('lrs')
  const open = await shared()
  await giveTeam('lr')
  await assert.rejects(open.changeFlags(uids(1), { operation: 'add', flags: ['\\Seen'] }), problem('no-right'))
  assert.equal(open.rights, 'lr')
  await giveTeam('')
  await assert.rejects(open.uids(), problem('no-such-mailbox'))
  assert.deepEqual(await namesOf(bob), ['INBOX'])
})

test('a grant follows its mailbox through a rename, and never falls to another of that name (RFC 4314 §4)', async () => {
  const { bob, hers, shared, give } = await scene('lr')
  await give('Work/Private', 'lr')
  const open = await shared()
  await hers.rename('Work', 'Secret')
  await hers.create('Work/Team')
  assert.deepEqual(await open.uids(), [1, 2])
  assert.deepEqual(await namesOf(bob), ['INBOX', 'Shared/Team', 'Shared/Team/2024', 'Users/alice/Secret/Private'])
  await hers.remove('Secret/Team')
  await hers.create('Secret/Team')
  assert.deepEqual(await namesOf(bob), ['INBOX', 'Users/alice/Secret/Private', 'Users/alice/Secret/Team/2024'])
})

test('what has no name of its own is seen below its owner’s', async () => {
  const { bob, give, accounts } = await scene('lr')
  await give('Work/Private', 'lrk')
  await give('INBOX', 'l', { identifier: 'anyone' })
  assert.deepEqual(await namesOf(bob), ['INBOX', 'Shared/Team', 'Shared/Team/2024', 'Users/alice/INBOX', 'Users/alice/Work/Private'])
  assert.equal((await mailboxOf(bob, 'Users/alice/Work/Private')).owner, 'alice')
  for (const name of ['Users/alice', 'Users/alice/Work/Team', 'Users/alice/Work/Teamwork', 'Users/carol/INBOX', 'Users/nobody/x']) assert.equal(await bob.mailbox(name), undefined, name)
  await bob.create('Users/alice/Work/Private/New')
  assert.equal((await mailboxOf(bob, 'Users/alice/Work/Private/New')).rights, 'lrk')
  await assert.rejects(bob.create('Users/alice/New'), problem('no-right'))
  await assert.rejects(bob.create('Users/carol/New'), problem('no-right'))
  await accounts.remove('alice')
})

test('a denial is stronger than what is granted (RFC 4314 §2)', async () => {
  const { bob, give, giveTeam, shared } = await scene('lrs')
  await give('Work/Team', 'w', { identifier: 'anyone' })
  assert.equal((await shared()).rights, 'lrsw')
  await give('Work/Team', 'sw', { identifier: '-bob' })
  assert.equal((await shared()).rights, 'lr')
  await give('Work/Team', 'r', { identifier: '-anyone' })
  await assert.rejects((await shared()).uids(), problem('no-right'))
  await give('Work/Team', 'l', { identifier: '-bob' })
  assert.equal(await bob.mailbox('Shared/Team'), undefined)
  await giveTeam('lri')
  assert.equal((await shared()).rights, 'wi')
})

test('a new mailbox takes over the list of the one above it', async () => {
  const { hers, bob, give } = await scene('lr')
  await give('Work/Team', 's', { identifier: '-bob' })
  await hers.create('Work/Team/A/B')
  assert.equal((await mailboxOf(bob, 'Shared/Team/A/B')).rights, 'lr')
  await give('Work/Team', '', { identifier: 'bob' })
  await give('Work/Team/A/B', 'lrs')
  assert.equal((await mailboxOf(bob, 'Users/alice/Work/Team/A/B')).rights, 'lr')
})

test('who watches hears what the owner does', async () => {
  const { shared, team, giveTeam } = await scene('lr')
  const mailbox = await shared()
  const told: string[] = []
  const stop = mailbox.watch(({ kind }) => told.push(kind))
  await appendSubjects(team, 'three')
  await giveTeam('')
  await assert.rejects(mailbox.uids(), problem('no-such-mailbox'))
  await appendSubjects(team, 'four')
  stop()
  assert.deepEqual(told, ['appended'])
})

test('the longest alias leads, and own mailboxes of that name stay reachable', async () => {
  const { bob, give, alice } = await scene('lr')
  await give('Work/Private', 'lrs', { alias: 'Team/2024' })
  assert.equal((await bob.mailbox('Shared/Team/2024'))?.uidValidity, (await alice.mailbox('Work/Private'))?.uidValidity)
  assert.equal((await bob.mailboxes()).find(({ name }) => name === 'Shared/Team/2024')?.rights, 'lrs')
  await bob.subscribe('Shared/Team')
  assert.deepEqual(await bob.subscriptions(), ['Shared/Team'])
})

test('who watches the names hears of owners, old and new, and of what is given and taken back', async () => {
  const { bob, hers, give } = await scene('lr')
  let heard: () => void = () => undefined
  const hearing = (): Promise<void> => new Promise((resolve) => (heard = resolve))
  const stop = bob.watchNames(() => heard())
  for (const change of [() => give('Work/Private', 'lr'), () => give('Work/Private', ''), () => hers.create('Work/Team/New'), () => bob.create('Own')]) {
    const told = hearing()
    await change()
    await told
  }
  stop()
})
