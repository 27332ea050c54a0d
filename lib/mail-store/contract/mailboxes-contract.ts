import assert from 'node:assert/strict'
import { appendSubjects, contentOf, mailboxOf, messagesOf, problem, type Scenario } from './scenario.ts'
import type { MailboxChange, MailStore } from '../mail-store.ts'
import { ALL_RIGHTS } from '../rights.ts'

const namesOf = async (store: MailStore): Promise<readonly string[]> => (await store.mailboxes()).map(({ name }) => name).sort()

export function mailboxesContract(scenario: Scenario): void {
  mailboxNames(scenario)
  renaming(scenario)
  watching(scenario)
  removing(scenario)
  accounts(scenario)
}

function mailboxNames(scenario: Scenario): void {
  scenario('INBOX exists always, in any case of letters', async ({ store, inbox }) => {
    assert.equal(await store.mailbox('inbox'), inbox)
    assert.equal(inbox.name, 'INBOX')
    assert.equal(inbox.rights, ALL_RIGHTS)
    await assert.rejects(store.create('Inbox'), problem('exists'))
    await assert.rejects(store.remove('INBOX'), problem('refused'))
    await store.create('iNbOx/Lists')
    assert.deepEqual(await namesOf(store), ['INBOX', 'INBOX/Lists'])
    assert.equal((await store.mailbox('INBOX/Lists'))?.name, 'INBOX/Lists')
  })

  scenario('mailboxes are created with their special use and found again', async ({ store }) => {
    const sent = await store.create('Sent', '\\Sent')
    assert.equal(await store.mailbox('Sent'), sent)
    assert.equal(await store.mailbox('sent'), undefined)
    assert.deepEqual((await store.mailboxes()).find(({ name }) => name === 'Sent'), { name: 'Sent', rights: ALL_RIGHTS, uidValidity: sent.uidValidity, specialUse: '\\Sent' })
    await assert.rejects(store.create('Sent'), problem('exists'))
    await store.create('a/b/c')
    assert.equal(await store.mailbox('a/b'), undefined)
  })

  scenario('names with odd Unicode work, and the same name in another form is the same', async ({ store }) => {
    const names = ['Entwürfe', '受信/ 空 ', '𝔘𝔫𝔦', '...', '.x', 'a.b', '~', '%*', '"\\', '&', '👩‍👩‍👧', 'אבג', ' ']
    for (const name of names) await store.create(name)
    for (const name of names) assert.equal((await store.mailbox(name))?.name, name)
    assert.deepEqual(await namesOf(store), ['INBOX', ...names].sort())
    assert.equal((await store.mailbox('Entwürfe'.normalize('NFD')))?.name, 'Entwürfe')
    await assert.rejects(store.create('Entwürfe'.normalize('NFD')), problem('exists'))
  })

  scenario('names that cannot be spoken are refused', async ({ store }) => {
    const bad = ['', '/', '/a', '.', '..', '../a', 'a/./b', 'a/..', 'a/', 'a//b', 'a\u0000b', 'a\r\nb', 'a\u007f', 'a\u0085', 'a\u2028b', '\ud800', 'x'.repeat(1001), 'ü'.repeat(501), Array(51).fill('a').join('/')]
    for (const name of bad) {
      await assert.rejects(store.create(name), problem('bad-name'), JSON.stringify(name))
      assert.equal(await store.mailbox(name), undefined)
      await assert.rejects(store.rename('INBOX', name), problem('bad-name'))
      await assert.rejects(store.subscribe(name), problem('bad-name'))
      await assert.rejects(store.remove(name), problem('no-such-mailbox'))
    }
    await store.create('x'.repeat(1000))
    await store.create(Array(50).fill('a').join('/'))
  })
}

function watching(scenario: Scenario): void {
  scenario('who watches the names hears of each change, once it is done', async ({ store }) => {
    const heard: number[] = []
    const stop = store.watchNames(() => void heard.push(heard.length))
    const steps = [() => store.create('a'), () => store.rename('a', 'b'), () => store.subscribe('b'), () => store.unsubscribe('b'), () => store.remove('b'), () => store.rename('INBOX', 'c')]
    for (const [index, step] of steps.entries()) {
      await step()
      assert.equal(heard.length, index + 1)
    }
    await assert.rejects(store.create('c'), problem('exists'))
    stop()
    await store.create('d')
    assert.equal(heard.length, steps.length)
  })
}

function renaming(scenario: Scenario): void {
  scenario('a rename takes along everything below and keeps messages and UIDVALIDITY', async ({ store }) => {
    const [work, deep] = [await store.create('Work'), await store.create('Work/2024/May')]
    await store.create('Workshop')
    const [uid] = await appendSubjects(deep, 'kept')
    const validity = deep.uidValidity
    await store.rename('Work', 'Done/Old')
    assert.deepEqual(await namesOf(store), ['Done/Old', 'Done/Old/2024/May', 'INBOX', 'Workshop'])
    assert.equal(work.name, 'Done/Old')
    const moved = await mailboxOf(store, 'Done/Old/2024/May')
    assert.equal(moved.uidValidity, validity)
    assert.match((await contentOf(moved, uid ?? assert.fail())).toString(), /kept/)
    await appendSubjects(deep, 'a session that had it open goes on')
    assert.equal((await moved.status()).messages, 2)
  })

  scenario('a rename that cannot be done changes nothing', async ({ store }) => {
    for (const name of ['a', 'a/x', 'b/x', 'c']) await store.create(name)
    const before = await namesOf(store)
    await assert.rejects(store.rename('nowhere', 'd'), problem('no-such-mailbox'))
    await assert.rejects(store.rename('a', 'c'), problem('exists'))
    await assert.rejects(store.rename('a', 'a'), problem('exists'))
    await assert.rejects(store.rename('a', 'INBOX'), problem('exists'))
    await assert.rejects(store.rename('a', 'b'), problem('exists'), 'a/x would become b/x, which is there')
    await assert.rejects(store.rename('a', 'a/y'), problem('bad-name'))
    await assert.rejects(store.rename('a', 'y'.repeat(999)), problem('bad-name'), 'the name below would get too long')
    assert.deepEqual(await namesOf(store), before)
  })

  scenario('a rename may lift a branch onto its own parent', async ({ store }) => {
    for (const name of ['a/a', 'a/a/a', 'a/a/a/b']) await store.create(name)
    await store.rename('a/a', 'a')
    assert.deepEqual(await namesOf(store), ['INBOX', 'a', 'a/a', 'a/a/b'])
  })

  scenario('renaming INBOX moves its messages and leaves it empty', async ({ store, inbox }) => {
    await store.create('INBOX/Lists')
    await appendSubjects(inbox, 'one', 'two')
    await inbox.changeFlags(await inbox.uids(), { operation: 'add', flags: ['\\Seen', 'Blue'] })
    const changes: MailboxChange[] = []
    inbox.watch((change) => changes.push(change))
    await store.rename('INBOX', 'Old mail')
    assert.deepEqual(await namesOf(store), ['INBOX', 'INBOX/Lists', 'Old mail'])
    assert.deepEqual(await inbox.uids(), [])
    const old = await messagesOf(await mailboxOf(store, 'Old mail'))
    assert.deepEqual(old.map(({ uid, flags }) => [uid, flags]), [[1, ['\\Seen', 'Blue']], [2, ['\\Seen', 'Blue']]])
    assert.deepEqual(changes.map((change) => change.kind === 'expunged' && change.uids), [[1, 2]])
    assert.deepEqual(await appendSubjects(inbox, 'three'), [3])
    await assert.rejects(store.rename('INBOX', 'Old mail'), problem('exists'))
  })
}

function removing(scenario: Scenario): void {
  scenario('a removed mailbox is gone, what is below it stays, and who watched is told', async ({ store }) => {
    const gone = await store.create('a')
    await store.create('a/b')
    await appendSubjects(gone, 'x')
    const changes: MailboxChange[] = []
    gone.watch((change) => changes.push(change))
    await store.remove('a')
    assert.deepEqual(await namesOf(store), ['INBOX', 'a/b'])
    assert.deepEqual(changes, [{ kind: 'removed' }])
    await assert.rejects(store.remove('a'), problem('no-such-mailbox'))
    for (const call of [gone.status(), gone.uids(), messagesOf(gone, [1 as never]), appendSubjects(gone, 'y'), gone.expunge([])]) {
      await assert.rejects(call, problem('no-such-mailbox'))
    }
    assert.equal((await store.quota())[0]?.storage.used, 0)
  })

  scenario('a mailbox made again has a greater UIDVALIDITY, even with the clock standing or set back', async ({ store, stores, inbox }) => {
    const seen = new Set<number>([inbox.uidValidity])
    let last: number = inbox.uidValidity
    for (let round = 0; round < 5; round++) {
      const again = await store.create('again')
      assert.ok(again.uidValidity > last)
      last = again.uidValidity
      seen.add(last)
      assert.deepEqual(await appendSubjects(again, 'x'), [1])
      await (round % 2 ? store.remove('again') : store.rename('again', `old ${round}`))
    }
    assert.equal(seen.size, 6)
    await stores.remove('alice')
    const inboxAgain = await mailboxOf(await stores.of('alice'), 'INBOX')
    assert.ok(inboxAgain.uidValidity > last)
  }, { now: () => 1_000_000_000_000 })
}

function accounts(scenario: Scenario): void {
  scenario('subscriptions outlive their mailboxes', async ({ store }) => {
    await store.create('Lists')
    for (const name of ['Lists', 'Nowhere', 'inbox', 'Lists']) await store.subscribe(name)
    await store.remove('Lists')
    assert.deepEqual([...(await store.subscriptions())].sort(), ['INBOX', 'Lists', 'Nowhere'])
    await store.unsubscribe('Lists')
    await store.unsubscribe('never was')
    assert.deepEqual([...(await store.subscriptions())].sort(), ['INBOX', 'Nowhere'])
  })

  scenario('accounts share nothing, and removing one removes all that it has', async ({ store, stores, inbox }) => {
    const other = await stores.of('Alice/../alice')
    await other.create('Only here')
    await appendSubjects(inbox, 'mine')
    assert.deepEqual(await namesOf(store), ['INBOX'])
    assert.equal(await stores.of('alice'), store)
    let told = false
    inbox.watch(({ kind }) => (told = kind === 'removed'))
    await Promise.all([stores.remove('alice'), stores.remove('alice'), stores.remove('carol')])
    assert.equal(told, true)
    await assert.rejects(inbox.uids(), problem('no-such-mailbox'))
    assert.deepEqual(await (await mailboxOf(await stores.of('alice'), 'INBOX')).uids(), [])
    assert.deepEqual(await namesOf(other), ['INBOX', 'Only here'])
  })

  scenario('what was done is there after reopening', async ({ store, inbox, opened }) => {
    if (!opened.reopen) return
    const work = await store.create('Work', '\\Archive')
    await store.subscribe('Work')
    await appendSubjects(inbox, 'one', 'two', 'three')
    await inbox.changeFlags(await inbox.uids(), { operation: 'add', flags: ['\\Deleted'] })
    await inbox.move([2 as never], work)
    await inbox.expunge([3 as never])
    const before = { status: await inbox.status(), metas: await messagesOf(inbox), changes: await inbox.changesSince(1n as never) }
    const again = await (await opened.reopen()).of('alice')
    const reopened = await mailboxOf(again, 'INBOX')
    assert.deepEqual({ status: await reopened.status(), metas: await messagesOf(reopened), changes: await reopened.changesSince(1n as never) }, before)
    assert.equal((await mailboxOf(again, 'Work')).uidValidity, work.uidValidity)
    assert.deepEqual(await again.subscriptions(), ['Work'])
    assert.match((await contentOf(await mailboxOf(again, 'Work'), 1 as never)).toString(), /two/)
    assert.deepEqual(await appendSubjects(reopened, 'four'), [4])
  })
}
