import assert from 'node:assert/strict'
import type { Uid } from '#lib/mail/uid.ts'
import type { Mailbox, MailStore } from '../mail-store.ts'
import { mailboxOf, message, problem, several, type Scenario } from './scenario.ts'

const octets = (size: number) => several(message(Buffer.alloc(size, 'x')))

/** Each root as `name octets/limit messages/limit`. */
async function rootsOf(store: MailStore): Promise<readonly string[]> {
  return (await store.quota()).map(({ name, storage, messages }) => `${name} ${storage.used}/${storage.limit ?? '-'} ${messages.used}/${messages.limit ?? '-'}`)
}

/** INBOX with 500 octets; Projects, a root of 300 octets, with 200 in Projects/a. */
async function twoRoots(store: MailStore, inbox: Mailbox): Promise<Mailbox> {
  for (const name of ['Projects', 'Projects/a', 'Projects/a/deep', 'Projectsandmore']) await store.create(name)
  await store.setQuota('Projects', { storage: 300 })
  await inbox.append(octets(500))
  const below = await mailboxOf(store, 'Projects/a')
  await below.append(octets(200))
  return below
}

/** Mailboxes that are quota roots (RFC 9208 §3.2). */
export function quotaContract(scenario: Scenario): void {
  roomInRoots(scenario)
  changesOfRoots(scenario)
}

function roomInRoots(scenario: Scenario): void {
  scenario('a mailbox counts in the nearest quota root at or above it, and in no other', async ({ store, inbox, opened }) => {
    await twoRoots(store, inbox)
    assert.deepEqual(await rootsOf(store), [' 500/1000 1/-', 'Projects 200/300 1/-'])
    await store.setQuota('Projects/a/deep', { storage: 50, messages: 1 })
    await (await mailboxOf(store, 'Projects/a/deep')).append(octets(40))
    await (await mailboxOf(store, 'Projectsandmore')).append(octets(7))
    const roots = [' 507/1000 2/-', 'Projects 200/300 1/-', 'Projects/a/deep 40/50 1/1']
    assert.deepEqual(await rootsOf(store), roots)
    for (const [name, root] of [['INBOX', ''], ['inbox', ''], ['Projects', 'Projects'], ['Projects/a/other', 'Projects'], ['Projects/a/deep/er', 'Projects/a/deep'], ['Projectsandmore', ''], ['Not/there', '']] as const) assert.equal(await store.quotaRootOf(name), root, name)
    const reopened = await opened.reopen?.()
    if (reopened) assert.deepEqual(await rootsOf(await reopened.of('alice')), roots)
  }, { quotaOf: async () => 1000 })

  scenario('what comes in needs room in its own root, and there alone', async ({ store, inbox }) => {
    const below = await twoRoots(store, inbox)
    await assert.rejects(below.append(octets(101)), problem('over-quota'), 'the account has room')
    await assert.rejects(inbox.append(octets(501)), problem('over-quota'))
    await assert.rejects(inbox.copy([1 as Uid], below), problem('over-quota'))
    await assert.rejects(inbox.move([1 as Uid], below), problem('over-quota'))
    await assert.rejects(inbox.replace(1 as Uid, octets(101), below), problem('over-quota'), 'what is replaced gives its room back elsewhere')
    assert.deepEqual(await rootsOf(store), [' 500/1000 1/-', 'Projects 200/300 1/-'])
    await below.replace(1 as Uid, octets(300), below)
    await below.move([2 as Uid], await mailboxOf(store, 'Projects/a/deep'))
    await inbox.append(octets(500))
    assert.deepEqual(await rootsOf(store), [' 1000/1000 2/-', 'Projects 300/300 1/-'])
    await (await mailboxOf(store, 'Projects/a/deep')).changeFlags([1 as Uid], { operation: 'add', flags: ['\\Deleted'] })
    await (await mailboxOf(store, 'Projects/a/deep')).expunge([1 as Uid])
    await inbox.move([1 as Uid], below).then(() => assert.fail('500 octets do not fit'), (error: unknown) => assert.ok(problem('over-quota')(error)))
    await below.append(octets(300))
    await store.setQuota('Projects', { storage: 5000, messages: 2 })
    await inbox.move([2 as Uid], below)
    await assert.rejects(inbox.move([1 as Uid], below), problem('over-quota'), 'a third message')
    await assert.rejects(inbox.replace(1 as Uid, octets(1), below), problem('over-quota'))
    assert.deepEqual(await rootsOf(store), [' 500/1000 1/-', 'Projects 800/5000 2/2'])
  }, { quotaOf: async () => 1000 })

  scenario('appends racing each other in two roots never pass either', async ({ store, inbox }) => {
    const below = await twoRoots(store, inbox)
    const results = await Promise.allSettled([...Array(6)].map((_, index) => (index % 2 ? inbox : below).append(octets(100))))
    assert.deepEqual(results.map(({ status }) => status === 'fulfilled'), [true, true, false, true, false, true])
    assert.deepEqual(await rootsOf(store), [' 800/1000 4/-', 'Projects 300/300 2/-'])
  }, { quotaOf: async () => 1000 })

}

function changesOfRoots(scenario: Scenario): void {
  scenario('counts move with a renamed mailbox, and a root with its own', async ({ store, inbox }) => {
    await twoRoots(store, inbox)
    await store.rename('Projects/a', 'Else')
    assert.deepEqual(await rootsOf(store), [' 700/1000 2/-', 'Projects 0/300 0/-'])
    await (await mailboxOf(store, 'Else')).append(octets(150))
    await assert.rejects(store.rename('Else', 'Projects/a'), problem('over-quota'))
    assert.deepEqual((await store.mailboxes()).map(({ name }) => name).sort(), ['Else', 'Else/deep', 'INBOX', 'Projects', 'Projectsandmore'])
    await store.setQuota('Else', { messages: 2 })
    await store.rename('Else', 'Projects/a')
    assert.deepEqual(await rootsOf(store), [' 500/1000 1/-', 'Projects 0/300 0/-', 'Projects/a 350/- 2/2'])
    await store.rename('Projects', 'Work')
    assert.deepEqual(await rootsOf(store), [' 500/1000 1/-', 'Work 0/300 0/-', 'Work/a 350/- 2/2'])
    await assert.rejects(store.rename('INBOX', 'Work/old'), problem('over-quota'))
    assert.deepEqual([(await inbox.status()).messages, await store.mailbox('Work/old')], [1, undefined])
    await store.setQuota('Work', { storage: 500 })
    await store.rename('INBOX', 'Work/old')
    assert.deepEqual(await rootsOf(store), [' 0/1000 0/-', 'Work 500/500 1/-', 'Work/a 350/- 2/2'])
  }, { quotaOf: async () => 1000 })

  scenario('a root is lifted, or goes with its mailbox, and what is left counts above it', async ({ store, inbox }) => {
    await twoRoots(store, inbox)
    await store.setQuota('Projects/a', { storage: 250 })
    await store.setQuota('Projects', {})
    assert.deepEqual(await rootsOf(store), [' 500/- 1/-', 'Projects/a 200/250 1/-'])
    await store.remove('Projects/a')
    await store.create('Projects/a')
    assert.deepEqual(await rootsOf(store), [' 500/- 1/-'], 'one of the same name is another')
    await store.setQuota('Projects', { storage: 0 })
    await assert.rejects((await mailboxOf(store, 'Projects/a')).append(octets(1)), problem('over-quota'))
    await store.remove('Projects')
    await (await mailboxOf(store, 'Projects/a')).append(octets(1))
    assert.deepEqual(await rootsOf(store), [' 501/- 2/-'])
    await assert.rejects(store.setQuota('INBOX', { storage: 1 }), problem('refused'), 'it would not hold for what stands beside it')
    for (const name of ['Nowhere', 'Projects', '']) await assert.rejects(store.setQuota(name, { storage: 1 }), problem('no-such-mailbox'), name)
  })
}
