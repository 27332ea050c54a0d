import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Card } from '#lib/mail/contacts/card.ts'
import { isGatewayError, type GatewayFailure } from '#lib/mail/gateway-error.ts'
import { OUTSIDE_SERVERS, type OutsideBookStore } from './outside-book-store.ts'

interface Opened {
  readonly store: OutsideBookStore
  /** Another one in the same place, as after a restart. */
  again(): Promise<OutsideBookStore>
}

const BOOK = 'b'.repeat(22)
const URL_THERE = 'https://dav.example.org/ann/friends/'
const card = (name: string): Card => ({ properties: [{ name: 'fn', parameters: {}, type: 'text', values: [name] }] })
const failing = (failure: GatewayFailure) => (error: unknown): boolean => isGatewayError(error) && error.failure === failure

function added(store: OutsideBookStore, account = 'ann') {
  return store.addServer(account, { address: 'dav.example.org', user: 'ann', sealed: 'sealed', found: [{ url: URL_THERE, title: 'Friends', mayWrite: true }] })
}

async function followed(store: OutsideBookStore): Promise<void> {
  const { id } = await added(store)
  await store.follow({ book: BOOK, account: 'ann', server: id, url: URL_THERE, mayWrite: true })
}

/** What every store of outside books promises. */
export function outsideBookContract(name: string, open: () => Promise<Opened>): void {
  describe(`servers outside on ${name}`, () => serverContract(open))
  describe(`outside books on ${name}`, () => bookContract(open))
}

function serverContract(open: () => Promise<Opened>): void {
  test('a server is its owner’s alone, and there after a restart', async () => {
    const { store, again } = await open()
    const { id } = await added(store)
    await store.changeServer('ann', id, { isRefused: true, sealed: 'other' })
    await assert.rejects(store.server('ben', id), failing('no-such-contact'))
    await assert.rejects(store.changeServer('ben', id, { sealed: 'mine' }), failing('no-such-contact'))
    await assert.rejects(store.removeServer('ben', id), failing('no-such-contact'))
    await store.close()
    const later = await again()
    assert.deepEqual(await later.servers('ann'), [{ id, address: 'dav.example.org', user: 'ann', sealed: 'other', isRefused: true, found: [{ url: URL_THERE, title: 'Friends', mayWrite: true }] }])
    assert.deepEqual(await later.servers('ben'), [])
    await later.close()
  })

  test('nobody has more servers than the limit', async () => {
    const { store } = await open()
    for (let count = 0; count < OUTSIDE_SERVERS; count++) await added(store)
    await assert.rejects(added(store), failing('refused'))
    assert.equal((await added(store, 'ben')).user, 'ann', 'others have theirs')
    await store.close()
  })

}

function bookContract(open: () => Promise<Opened>): void {
  test('a book there is followed once', async () => {
    const { store } = await open()
    await followed(store)
    const [{ id = '' } = {}] = await store.servers('ann')
    await assert.rejects(store.follow({ book: 'c'.repeat(22), account: 'ann', server: id, url: URL_THERE, mayWrite: true }), failing('conflict'))
    await assert.rejects(store.follow({ book: 'c'.repeat(22), account: 'ben', server: id, url: URL_THERE, mayWrite: true }), failing('no-such-contact'))
    await store.changeBook(BOOK, { token: 't1', change: 7, problem: 'unreachable', failures: 2, notBefore: 99 })
    await store.changeBook(BOOK, { began: 5, mayWrite: false })
    const known = await store.book(BOOK)
    assert.deepEqual(known, { book: BOOK, account: 'ann', server: id, url: URL_THERE, mayWrite: false, token: 't1', change: 7, run: { began: 5, ended: 0, problem: 'unreachable', failures: 2, notBefore: 99 } })
    assert.deepEqual(await store.books('ann'), [known])
    await store.unfollow(BOOK)
    assert.equal(await store.book(BOOK), undefined)
    await store.close()
  })

  test('one at a time synchronises a book, and whoever died does not hold it for ever', async () => {
    const { store } = await open()
    await followed(store)
    assert.equal(await store.claim(BOOK, 'one', { now: 10, until: 70 }), true)
    assert.equal(await store.claim(BOOK, 'two', { now: 20, until: 80 }), false)
    assert.equal(await store.claim(BOOK, 'one', { now: 30, until: 90 }), true, 'longer')
    assert.equal(await store.claim(BOOK, 'two', { now: 90, until: 150 }), true, 'its time is over')
    await store.release(BOOK, 'one')
    assert.equal(await store.claim(BOOK, 'one', { now: 91, until: 150 }), false, 'only the holder gives it back')
    await store.release(BOOK, 'two')
    assert.equal(await store.claim(BOOK, 'one', { now: 92, until: 150 }), true)
    const both = await Promise.all(['x', 'y'].map((holder) => store.claim(BOOK, holder, { now: 200, until: 300 })))
    assert.deepEqual(both.toSorted(), [false, true])
    await store.close()
  })

  test('what both sides know of a card is written over and dropped', async () => {
    const { store } = await open()
    await followed(store)
    const href = `${URL_THERE}a.vcf`
    await store.saveLink(BOOK, { href, card: 'id', etag: '"1"', local: '4', problem: '', agreed: card('Ann ünd \0 "'), theirs: undefined })
    assert.deepEqual((await store.link(BOOK, href))?.agreed, card('Ann ünd \0 "'))
    const conflicting = { href, card: 'id', etag: '"1"', local: '4', problem: '', agreed: card('Ann'), theirs: { card: card('Anna'), etag: '"2"' }, conflict: 'changed' } as const
    await store.saveLink(BOOK, conflicting)
    assert.deepEqual(await store.linkOf(BOOK, 'id'), conflicting)
    assert.deepEqual(await store.links(BOOK), [{ href, card: 'id', etag: '"1"', local: '4', problem: '', conflict: 'changed' }])
    const others = [['done', '1', ''], ['problem', '1', 'rejected'], ['waiting', '', '']] as const
    for (const [name, local, problem] of others) await store.saveLink(BOOK, { href: `${URL_THERE}${name}`, card: name, etag: '"1"', local, problem, agreed: undefined, theirs: undefined })
    assert.deepEqual((await store.openLinks(BOOK)).map((link) => link.card), ['id', 'problem', 'waiting'])
    for (const [name] of others) await store.dropLink(BOOK, `${URL_THERE}${name}`)
    assert.equal(await store.linkOf(BOOK, ''), undefined)
    await store.dropLink(BOOK, href)
    assert.deepEqual(await store.links(BOOK), [])
    await store.close()
  })

  test('with a server goes all that is known of its books', async () => {
    const { store } = await open()
    await followed(store)
    await store.saveLink(BOOK, { href: `${URL_THERE}a.vcf`, card: 'id', etag: '"1"', local: '4', problem: '', agreed: undefined, theirs: undefined })
    const [{ id = '' } = {}] = await store.servers('ann')
    await store.removeServer('ann', id)
    assert.deepEqual([await store.servers('ann'), await store.books('ann'), await store.links(BOOK)], [[], [], []])
    await store.close()
  })
}
