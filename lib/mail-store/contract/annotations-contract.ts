import assert from 'node:assert/strict'
import type { Annotations } from '../mail-store.ts'
import { appendSubjects, mailboxOf, problem, type Scenario } from './scenario.ts'

const octets = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'))

async function told(annotations: Annotations): Promise<Readonly<Record<string, string>>> {
  return Object.fromEntries([...(await annotations.all())].map(([name, value]) => [name, Buffer.from(value).toString('latin1')]))
}

export function annotationsContract(scenario: Scenario): void {
  scenario('annotations are kept with a mailbox and with the account, any octets, sorted by name', async ({ store, inbox, stores, opened }) => {
    await inbox.annotations.set(new Map([['/shared/comment', octets('for all')], ['/private/vendor/x/b', octets('\0\xff')], ['/private/comment', octets('')]]))
    await store.annotations.set(new Map([['/private/vendor/x/a', octets('account')]]))
    await inbox.annotations.set(new Map([['/private/vendor/x/b', octets('two')], ['/shared/nothing', undefined]]))
    const again = opened.reopen ? await opened.reopen() : stores
    const kept = await again.of('alice')
    assert.deepEqual(Object.entries(await told((await mailboxOf(kept, 'INBOX')).annotations)), [['/private/comment', ''], ['/private/vendor/x/b', 'two'], ['/shared/comment', 'for all']])
    assert.deepEqual(await told(kept.annotations), { '/private/vendor/x/a': 'account' })
    assert.deepEqual(await told((await again.of('bob')).annotations), {})
  })

  scenario('what is private is each reader’s own, what is shared is everybody’s', async ({ inbox }) => {
    await inbox.annotations.set(new Map([['/shared/comment', octets('ours')], ['/private/comment', octets('hers')]]))
    await inbox.annotationsOf('bob').set(new Map([['/shared/comment', octets('new')], ['/private/comment', octets('his')]]))
    assert.deepEqual(await told(inbox.annotations), { '/private/comment': 'hers', '/shared/comment': 'new' })
    assert.deepEqual(await told(inbox.annotationsOf('bob')), { '/private/comment': 'his', '/shared/comment': 'new' })
    assert.deepEqual(await told(inbox.annotationsOf('carol')), { '/shared/comment': 'new' })
  })

  scenario('annotations follow a rename, stay with INBOX and its copy, and go with their mailbox (RFC 5464 §4.1)', async ({ store, inbox }) => {
    const team = await store.create('Team')
    await team.annotations.set(new Map([['/shared/comment', octets('team')]]))
    await inbox.annotations.set(new Map([['/shared/comment', octets('inbox')]]))
    await appendSubjects(inbox, 'one')
    await store.rename('Team', 'Crew')
    await store.rename('INBOX', 'Old')
    for (const [name, text] of [['Crew', 'team'], ['INBOX', 'inbox'], ['Old', 'inbox']] as const) assert.deepEqual(await told((await mailboxOf(store, name)).annotations), { '/shared/comment': text }, name)
    await store.remove('Crew')
    assert.deepEqual(await told((await store.create('Crew')).annotations), {})
  })

  scenario('too many annotations are refused, all or none', async ({ inbox }) => {
    const many = (count: number) => new Map(Array.from({ length: count }, (_, index) => [`/private/vendor/x/${index}`, octets('x')] as const))
    await inbox.annotations.set(many(1000))
    await assert.rejects(inbox.annotations.set(new Map([['/private/vendor/x/0', octets('changed')], ['/private/comment', octets('one more')]])), problem('too-many'))
    assert.equal((await told(inbox.annotations))['/private/vendor/x/0'], 'x')
    await inbox.annotations.set(new Map([['/private/vendor/x/0', undefined], ['/private/comment', octets('in its place')]]))
  })
}
