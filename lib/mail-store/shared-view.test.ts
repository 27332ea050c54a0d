import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ModSeq, Uid } from '#lib/mail/uid.ts'
import { appendSubjects, contentOf, mailboxOf, message, messagesOf, problem, several } from './contract/scenario.ts'
import type { Mailbox, MailStore } from './mail-store.ts'
import { createMemoryStores } from './memory/memory-stores.ts'
import { withShared, type SharedGrant } from './shared-view.ts'

const uids = (...numbers: readonly number[]): readonly Uid[] => numbers as readonly Uid[]
const ONE = 1 as Uid

/** Bob's view of what alice shares with him. */
async function scene(rights: string): Promise<{ bob: MailStore; alice: MailStore; team: Mailbox; grants: SharedGrant[]; shared: () => Promise<Mailbox> }> {
  const stores = createMemoryStores()
  const [alice, own] = [await stores.of('alice'), await stores.of('bob')]
  const team = await alice.create('Work/Team')
  await alice.create('Work/Team/2024')
  await alice.create('Work/Private')
  await alice.create('Work/Teamwork')
  await team.append(several(message('Subject: one\r\n\r\none', { flags: ['\\Seen', '\\Deleted', 'Red'] }), message('Subject: two\r\n\r\ntwo')))
  const grants: SharedGrant[] = [{ owner: 'alice', mailbox: 'Work/Team', rights, alias: 'Team' }]
  const bob = withShared(own, async () => grants, (owner) => stores.of(owner))
  return { bob, alice, team, grants, shared: () => mailboxOf(bob, 'Shared/Team') }
}

const namesOf = async (store: MailStore): Promise<readonly string[]> => (await store.mailboxes()).map(({ name }) => name).sort()

test('the grantee sees the mailbox and what is below it, and nothing else', async () => {
  const { bob, shared } = await scene('lr')
  assert.deepEqual(await bob.mailboxes(), [
    { name: 'INBOX', rights: 'lrswipkxtea' },
    { name: 'Shared/Team', rights: 'lr' },
    { name: 'Shared/Team/2024', rights: 'lr' },
  ])
  const team = await shared()
  assert.deepEqual([team.name, team.rights, await team.uids()], ['Shared/Team', 'lr', [1, 2]])
  assert.equal(await shared(), team)
  assert.match((await contentOf(team, ONE)).toString(), /one/)
  for (const name of ['Work/Team', 'Shared/Private', 'Shared/Teamwork', 'Shared', 'Shared/Team/nope']) assert.equal(await bob.mailbox(name), undefined, name)
})

test('neither listed nor read means that it is not there', async () => {
  const { bob } = await scene('swit')
  assert.deepEqual(await namesOf(bob), ['INBOX'])
  assert.equal(await bob.mailbox('Shared/Team'), undefined)
  await assert.rejects(bob.remove('Shared/Team'), problem('no-such-mailbox'))
  const readable = await scene('r')
  assert.deepEqual(await namesOf(readable.bob), ['INBOX'])
  assert.equal((await (await readable.shared()).status()).messages, 2)
})

test('each call asks for its right', async () => {
  const calls: readonly (readonly [string, string, (mailbox: Mailbox, own: Mailbox) => Promise<unknown>])[] = [
    ['status', 'r', (mailbox) => mailbox.status()],
    ['uids', 'r', (mailbox) => mailbox.uids()],
    ['messages', 'r', (mailbox) => messagesOf(mailbox, uids(1))],
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

test('copies within one owner keep what the target allows', async () => {
  const { bob, grants, shared, alice } = await scene('lrswite')
  const inner = await mailboxOf(alice, 'Work/Private')
  grants.push({ owner: 'alice', mailbox: 'Work/Private', rights: 'lri', alias: 'Drop' })
  const [team, drop, year] = [await shared(), await mailboxOf(bob, 'Shared/Drop'), await mailboxOf(bob, 'Shared/Team/2024')]
  assert.deepEqual(await team.copy(uids(1), drop), [{ from: 1, to: 1 }])
  assert.deepEqual((await messagesOf(inner))[0]?.flags, [])
  assert.deepEqual(await team.move(uids(1), year), [{ from: 1, to: 1 }])
  assert.deepEqual((await messagesOf(year))[0]?.flags, ['\\Deleted', '\\Seen', 'Red'])
  assert.deepEqual(await team.uids(), [2])
  assert.deepEqual(await team.move(uids(2), drop), [{ from: 2, to: 2 }])
})

test('mailboxes are made, renamed and removed below a grant by its rights', async () => {
  const { bob, alice, grants, shared } = await scene('lrkx')
  const made = await bob.create('Shared/Team/New')
  assert.deepEqual([made.name, made.rights], ['Shared/Team/New', 'lrkx'])
  assert.ok(await alice.mailbox('Work/Team/New'))
  await bob.rename('Shared/Team/New', 'Shared/Team/Newer')
  assert.ok(await alice.mailbox('Work/Team/Newer'))
  await assert.rejects(bob.rename('Shared/Team', 'Shared/Team/x'), problem('no-right'))
  await assert.rejects(bob.rename('Shared/Team/Newer', 'Mine'), problem('refused'))
  await assert.rejects(bob.rename('INBOX', 'Shared/Team/x'), problem('refused'))
  await assert.rejects(bob.create('Shared/Other'), problem('no-right'))
  await assert.rejects(bob.rename('INBOX', 'Shared/Other'), problem('no-right'))
  await bob.remove('Shared/Team/Newer')
  grants[0] = { ...(grants[0] as SharedGrant), rights: 'lrswite' }
  await assert.rejects(bob.create('Shared/Team/y'), problem('no-right'))
  await assert.rejects(bob.remove('Shared/Team/2024'), problem('no-right'))
  await assert.rejects(bob.rename('Shared/Team/2024', 'Shared/Team/y'), problem('no-right'))
  assert.equal((await shared()).name, 'Shared/Team')
  await bob.create('Own')
  assert.equal(await alice.mailbox('Own'), undefined)
})

test('what is taken back is refused at once, in open mailboxes too', async () => {
  const { bob, alice, grants, shared } = await scene('lrs')
  const open = await shared()
  grants[0] = { ...(grants[0] as SharedGrant), rights: 'lr' }
  await assert.rejects(open.changeFlags(uids(1), { operation: 'add', flags: ['\\Seen'] }), problem('no-right'))
  assert.equal(open.rights, 'lr')
  await alice.rename('Work/Team', 'Secret')
  await alice.create('Work/Team')
  await assert.rejects(open.uids(), problem('no-such-mailbox'))
  grants.length = 0
  await assert.rejects(open.uids(), problem('no-such-mailbox'))
  assert.deepEqual(await namesOf(bob), ['INBOX'])
})

test('who watches hears what the owner does', async () => {
  const { shared, team, grants } = await scene('lr')
  const mailbox = await shared()
  const told: string[] = []
  const stop = mailbox.watch(({ kind }) => told.push(kind))
  await appendSubjects(team, 'three')
  grants.length = 0
  await assert.rejects(mailbox.uids(), problem('no-such-mailbox'))
  await appendSubjects(team, 'four')
  stop()
  assert.deepEqual(told, ['appended'])
})

test('the longest alias leads, and own mailboxes of that name stay reachable', async () => {
  const { bob, grants, alice } = await scene('lr')
  grants.push({ owner: 'alice', mailbox: 'Work/Private', rights: 'lrs', alias: 'Team/2024' })
  assert.equal((await bob.mailbox('Shared/Team/2024'))?.uidValidity, (await alice.mailbox('Work/Private'))?.uidValidity)
  assert.equal((await bob.mailboxes()).find(({ name }) => name === 'Shared/Team/2024')?.rights, 'lrs')
  await bob.subscribe('Shared/Team')
  assert.deepEqual(await bob.subscriptions(), ['Shared/Team'])
})
