import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isGatewayError, type GatewayFailure } from '#lib/mail/gateway-error.ts'
import type { AddressBookStore, BookReader } from './address-book-store.ts'
import { CARDS_AT_ONCE } from './card-names.ts'
import { person, reader, type OpenAddressBooks } from './contract-people.ts'

const failing = (failure: GatewayFailure, refusal?: string) => (error: unknown): boolean => isGatewayError(error) && error.failure === failure && (refusal === undefined || error.refusal?.name === refusal)
const uid = (value: string) => ({ name: 'uid', parameters: {}, type: 'uri', values: [value] })
const ANYTHING = (): boolean => true
const NOTHING = (etag: string | undefined): boolean => etag === undefined
const state = (wanted: string | undefined) => (etag: string | undefined): boolean => etag === wanted

async function own(store: AddressBookStore, who: BookReader): Promise<string> {
  return (await store.books(who))[0]?.id ?? ''
}

/** What every AddressBookStore promises of the names that other programs give to books and cards. */
export function nameTests(open: OpenAddressBooks): void {
  savingTests(open)
  readingTests(open)
}

function savingTests(open: OpenAddressBooks): void {
  test('a card is known by the name that a program chose, and one that came otherwise by one of its own', async () => {
    const { store, again } = await open()
    const alice = reader('alice')
    const book = await own(store, alice)
    const { kept, isNew } = await store.saveNamed(alice, { book, name: 'Ann & Ö/1.vcf' }, person('Ann'), NOTHING)
    const typed = await store.save(alice, book, person('Bea'))
    await store.close()
    const other = await again()
    assert.equal(isNew, true)
    assert.deepEqual((await other.namesAfter(alice, book, '')).map(({ name, etag }) => [name, etag]).toSorted(), [['Ann & Ö/1.vcf', kept.etag], [`${typed.id}.vcf`, typed.etag]].toSorted())
    const [ann] = await other.named(alice, book, ['Ann & Ö/1.vcf', 'ann & ö/1.vcf', 'none'])
    assert.deepEqual([ann?.etag, ann?.card.properties[0]?.values], [kept.etag, ['Ann']])
    assert.equal((await other.card(alice, { book, id: kept.id })).name, 'Ann')
    for (const [who, failure] of [[reader('bob'), 'no-such-contact'], [reader('alice', [], '["default","other.example.test",993]'), 'no-such-contact']] as const) {
      for (const forbidden of [other.namesAfter(who, book, ''), other.namedAfter(who, book, ''), other.named(who, book, ['Ann & Ö/1.vcf']), other.namesSince(who, book, 0, 10), other.saveNamed(who, { book, name: 'x' }, person('X'), ANYTHING), other.removeNamed(who, { book, name: 'Ann & Ö/1.vcf' }, ANYTHING)]) await assert.rejects(forbidden, failing(failure))
    }
    await other.close()
  })

  test('of two programs that save over one state the later is told; a name holds one card', async () => {
    const { store } = await open()
    const alice = reader('alice')
    const book = await own(store, alice)
    const place = { book, name: 'a.vcf' }
    await assert.rejects(store.saveNamed(alice, place, person('A'), state('1')), failing('conflict', 'card-changed'))
    const both = await Promise.allSettled(['A', 'B'].map((name) => store.saveNamed(alice, place, person(name), NOTHING)))
    assert.deepEqual(both.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
    const [before] = await store.named(alice, book, ['a.vcf'])
    const race = await Promise.allSettled(['C', 'D'].map((name) => store.saveNamed(alice, place, person(name), state(before?.etag))))
    assert.deepEqual(race.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
    await assert.rejects(store.removeNamed(alice, place, state(before?.etag)), failing('conflict', 'card-changed'))
    assert.equal((await store.saveNamed(alice, place, person('E'), ANYTHING)).isNew, false)
    assert.equal((await store.book(alice, book)).cards, 1)
    await store.removeNamed(alice, place, ANYTHING)
    await assert.rejects(store.removeNamed(alice, place, ANYTHING), failing('no-such-contact'))
    await store.close()
  })

  test('a uid stays with its card: neither a second one nor another in its place', async () => {
    const { store } = await open()
    const alice = reader('alice')
    const book = await own(store, alice)
    const { kept } = await store.saveNamed(alice, { book, name: 'a' }, person('A', uid('urn:one')), NOTHING)
    await assert.rejects(store.saveNamed(alice, { book, name: 'b' }, person('B', uid('urn:one')), NOTHING), failing('conflict', 'card-there'))
    await assert.rejects(store.saveNamed(alice, { book, name: 'a' }, person('A', uid('urn:two')), ANYTHING), failing('conflict', 'card-there'))
    assert.equal((await store.saveNamed(alice, { book, name: 'a' }, person('A2'), ANYTHING)).kept.uid, kept.uid, 'a card without a uid keeps it')
    const long = `urn:${'x'.repeat(1000)}`
    for (const name of ['A3', 'A4']) await store.saveNamed(alice, { book, name: 'long' }, person(name, uid(long)), ANYTHING)
    await store.close()
  })
}

function readingTests(open: OpenAddressBooks): void {
  test('what has happened to names since a count, each name once', async () => {
    const { store } = await open()
    const alice = reader('alice')
    const book = await own(store, alice)
    for (const name of ['a', 'b', 'c', 'd']) await store.saveNamed(alice, { book, name }, person(name), NOTHING)
    const { change } = await store.book(alice, book)
    await store.removeNamed(alice, { book, name: 'a' }, ANYTHING)
    await store.removeNamed(alice, { book, name: 'b' }, ANYTHING)
    await store.saveNamed(alice, { book, name: 'b' }, person('another b'), NOTHING)
    const { kept } = await store.saveNamed(alice, { book, name: 'c' }, person('c 2'), ANYTHING)
    const further = await store.createBook(alice, 'Further')
    await store.saveNamed(alice, { book: further.id, name: 'c' }, person('c there'), NOTHING)
    const changes = await store.namesSince(alice, book, change, 10)
    assert.deepEqual([changes.changed.map(({ name }) => name), changes.gone], [['b', 'c'], ['a']])
    assert.deepEqual([changes.change, changes.isWhole], [(await store.book(alice, book)).change, true])
    const seen: string[] = []
    for (let at = change, whole = false; !whole; ) {
      const some = await store.namesSince(alice, book, at, 1)
      assert.ok(some.change > at && some.changed.length + some.gone.length <= 1)
      seen.push(...some.changed.map(({ name }) => `+${name}`), ...some.gone.map((name) => `-${name}`))
      ;({ change: at, isWhole: whole } = some)
    }
    assert.deepEqual(seen, ['-a', '+b', '+c'], 'a part at a time')
    await store.move(alice, { book, id: kept.id }, further.id)
    assert.deepEqual((await store.namesSince(alice, book, changes.change, 10)).gone, ['c'])
    const there = (await store.namesAfter(alice, further.id, '')).map(({ name }) => name)
    assert.equal(there.length, 2, 'a name that is taken there is left to its card')
    assert.deepEqual([(await store.named(alice, further.id, ['c']))[0]?.card.properties[0]?.values], [['c there']])
    await store.close()
  })

  test('a book is read a part at a time', async () => {
    const { store } = await open()
    const alice = reader('alice')
    const book = await own(store, alice)
    const names = Array.from({ length: CARDS_AT_ONCE + 3 }, (_, at) => `n${String(at).padStart(3, '0')}`)
    for (const name of names) await store.saveNamed(alice, { book, name }, person(name), NOTHING)
    const first = await store.namedAfter(alice, book, '')
    const second = await store.namedAfter(alice, book, first.at(-1)?.name ?? '')
    assert.deepEqual([...first, ...second].map(({ name }) => name), names)
    assert.deepEqual((await store.namesAfter(alice, book, 'n024')).map(({ name }) => name), names.slice(25))
    await store.close()
  })

  test('a book has the name that its owner’s program chose, for others its id', async () => {
    const { store } = await open()
    const [alice, bob] = [reader('alice'), reader('bob')]
    const made = await store.createNamedBook(alice, 'My choir', 'Choir')
    assert.deepEqual([made.name, made.title], ['My choir', 'Choir'])
    await assert.rejects(store.createNamedBook(alice, 'My choir', 'Again'), failing('conflict'))
    await assert.rejects(store.createNamedBook(alice, await own(store, alice), 'As an id'), failing('conflict'))
    await store.share(alice, made.id, { to: 'user', name: 'bob', right: 'read' })
    const seen = async (who: BookReader): Promise<string | undefined> => (await store.books(who)).find(({ id }) => id === made.id)?.name
    assert.deepEqual([await seen(alice), await seen(bob)], ['My choir', made.id])
    await store.createNamedBook(bob, 'My choir', 'Mine')
    await store.close()
  })
}
