import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { BookRight } from '#lib/mail/contacts/book.ts'
import type { Card, CardProperty } from '#lib/mail/contacts/card.ts'
import { isGatewayError, type GatewayFailure } from '#lib/mail/gateway-error.ts'
import { type AddressBookStore, type BookReader, BOOKS_PER_PERSON, CARD_OCTETS, COLLECTED_ADDRESSES } from './address-book-store.ts'
import { person, reader, text, type OpenAddressBooks } from './contract-people.ts'
import { nameTests } from './names-contract.ts'

const DAY = 86_400_000

const email = (address: string): CardProperty => text('email', address)
const failing = (failure: GatewayFailure) => (error: unknown): boolean => isGatewayError(error) && error.failure === failure
const page = { offset: 0, limit: 100 }

/** What every AddressBookStore promises. */
export function addressBookContract(name: string, open: OpenAddressBooks): void {
  describe(`address books in ${name}`, () => {
    cardTests(open)
    changeTests(open)
    sharingTests(open)
    findingTests(open)
    usingTests(open)
    nameTests(open)
  })
}

async function own(store: AddressBookStore, who: BookReader): Promise<string> {
  return (await store.books(who))[0]?.id ?? ''
}

function cardTests(open: OpenAddressBooks): void {
  test('a card comes back whole, unknown properties and all, for its account alone', async () => {
    const { store, again } = await open()
    const alice = reader('alice')
    const book = await own(store, alice)
    const card: Card = { properties: [text('fn', 'Ann "Q" Smith 𝔘 \0'), { group: 'item1', name: 'x-unknown', parameters: { type: ['odd'], pref: ['1'] }, type: 'unknown', values: [['a', ['b', 'c']], 'd'] }] }
    const saved = await store.save(alice, book, card)
    await store.close()
    const other = await again()
    const kept = await other.card(alice, { book, id: saved.id })
    assert.deepEqual(kept.card.properties.slice(0, 2), card.properties)
    assert.equal(kept.card.properties.at(-1)?.name, 'uid')
    assert.match(kept.uid, /^[0-9a-f]{8}-/)
    for (const stranger of [reader('bob'), reader('alice', [], '["default","other.example.test",993]')]) {
      await assert.rejects(other.card(stranger, { book, id: saved.id }), failing('no-such-contact'))
      await assert.rejects(other.list(stranger, book, page), failing('no-such-contact'))
      assert.deepEqual((await other.search(stranger, 'Ann', page)).rows, [])
      await assert.rejects(other.remove(stranger, { book, id: saved.id }), failing('no-such-contact'))
      assert.notEqual(await own(other, stranger), book)
    }
    await other.close()
  })

  test('of two who change one card the later is told, and nothing is lost', async () => {
    const { store } = await open()
    const alice = reader('alice')
    const book = await own(store, alice)
    const { id, etag, created } = await store.save(alice, book, person('Ann'))
    const first = await store.save(alice, book, person('Ann B'), { id, expected: etag })
    assert.notEqual(first.etag, etag)
    await assert.rejects(store.save(alice, book, person('Ann C'), { id, expected: etag }), failing('conflict'))
    await assert.rejects(store.remove(alice, { book, id }, etag), failing('conflict'))
    const kept = await store.card(alice, { book, id })
    assert.deepEqual([kept.name, kept.etag, kept.created, kept.uid], ['Ann B', first.etag, created, first.uid])
    const both = await Promise.allSettled(['D', 'E'].map((name) => store.save(alice, book, person(name), { id, expected: first.etag })))
    assert.deepEqual(both.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
    await store.close()
  })
}

function changeTests(open: OpenAddressBooks): void {
  test('changes are counted, and what has gone leaves its mark', async () => {
    const { store } = await open()
    const alice = reader('alice')
    const book = await own(store, alice)
    const further = await store.createBook(alice, ' Choir ')
    assert.deepEqual([further.title, further.kind, further.cards], ['Choir', 'further', 0])
    const [ann, bea, cleo] = await Promise.all(['Ann', 'Bea', 'Cleo'].map((name) => store.save(alice, book, person(name))))
    assert.ok(ann && bea && cleo)
    const { change } = await store.book(alice, book)
    await store.remove(alice, { book, id: ann.id })
    await store.move(alice, { book, id: bea.id }, further.id)
    await store.save(alice, book, person('Cleo 2', text('uid', cleo.uid)), { id: cleo.id, expected: cleo.etag })
    const changes = await store.changesSince(alice, book, change)
    assert.deepEqual(changes.changed.map(({ name }) => name), ['Cleo 2'])
    assert.deepEqual(changes.gone.map(({ id }) => id), [ann.id, bea.id])
    assert.ok(changes.change > change)
    assert.equal((await store.book(alice, book)).cards, 1)
    const there = await store.card(alice, { book: further.id, id: bea.id })
    assert.equal(there.uid, bea.uid)
    await assert.rejects(store.copy(alice, { book: further.id, id: bea.id }, further.id), failing('conflict'))
    await store.move(alice, { book: further.id, id: bea.id }, book)
    assert.deepEqual((await store.changesSince(alice, book, change)).gone.map(({ id }) => id), [ann.id], 'what came back has not gone')
    assert.deepEqual(await store.changesSince(alice, book, (await store.book(alice, book)).change), { change: (await store.book(alice, book)).change, changed: [], gone: [] })
    await store.close()
  })

  test('limits: books, octets of a card; what is beyond them changes nothing', async () => {
    const { store } = await open()
    const alice = reader('alice')
    const book = await own(store, alice)
    await assert.rejects(store.save(alice, book, person('Ann', text('note', 'x'.repeat(CARD_OCTETS)))), failing('too-large'))
    const { id, etag } = await store.save(alice, book, person('Ann'))
    await assert.rejects(store.save(alice, book, person('Ann', text('note', 'x'.repeat(CARD_OCTETS))), { id, expected: etag }), failing('too-large'))
    assert.deepEqual([(await store.book(alice, book)).cards, (await store.card(alice, { book, id })).etag], [1, etag])
    for (let at = 0; at < BOOKS_PER_PERSON; at++) await store.createBook(alice, `Book ${at}`)
    await assert.rejects(store.createBook(alice, 'One more'), failing('refused'))
    await assert.rejects(store.createBook(reader('bob'), ' '), failing('invalid'))
    await store.close()
  })
}

function sharingTests(open: OpenAddressBooks): void {
  test('rights: read, write, manage, by user and by group, at the same site and server', async () => {
    const { store } = await open()
    const [alice, bob] = [reader('alice'), reader('bob', ['choir'])]
    await store.books(bob)
    const { id: book } = await store.createBook(alice, 'Choir')
    const ann = await store.save(alice, book, person('Ann', email('ann@example.test')))
    const place = { book, id: ann.id }
    const give = (right: BookRight | undefined, to: 'user' | 'group' = 'user', name = 'Bob'): Promise<void> => store.share(alice, book, { to, name, right })
    const rightOf = async (who: BookReader): Promise<string | undefined> => (await store.books(who)).find(({ id }) => id === book)?.right

    await give('read')
    assert.equal(await rightOf(bob), 'read')
    assert.equal((await store.card(bob, place)).name, 'Ann')
    assert.deepEqual((await store.search(bob, 'ann', page)).rows.map(({ name }) => name), ['Ann'])
    for (const forbidden of [store.save(bob, book, person('X')), store.remove(bob, place), store.move(bob, place, await own(store, bob)), store.grants(bob, book), store.share(bob, book, { to: 'user', name: 'carol', right: 'read' }), store.renameBook(bob, book, 'X'), store.deleteBook(bob, book)]) {
      await assert.rejects(forbidden, failing('contacts-forbidden'))
    }
    assert.equal((await store.copy(bob, place, await own(store, bob))).uid, ann.uid)
    assert.equal(await rightOf(reader('bob', [], '["default","evil.example.test",993]')), undefined, 'a bob of another server')

    await give('write')
    await store.save(bob, book, person('Bea'))
    await assert.rejects(store.grants(bob, book), failing('contacts-forbidden'))
    await give('manage')
    await store.renameBook(bob, book, 'Our choir')
    assert.deepEqual(await store.grants(bob, book), [{ to: 'user', name: 'bob', right: 'manage' }])
    await assert.rejects(store.deleteBook(bob, book), failing('contacts-forbidden'))

    await give('write', 'group', 'choir')
    assert.equal(await rightOf(bob), 'manage', 'the greater right counts')
    await give(undefined)
    assert.equal(await rightOf(bob), 'write')
    assert.equal(await rightOf(reader('bob')), undefined, 'who is in the group no more')
    await give(undefined, 'group', 'choir')
    await assert.rejects(store.card(bob, place), failing('no-such-contact'))

    await give('read')
    await store.deleteBook(alice, book)
    assert.equal(await rightOf(bob), undefined)
    await assert.rejects(store.book(alice, book), failing('no-such-contact'))
    await store.close()
  })

  test('the books that everybody has are there at once, and cannot be deleted; the collected one is not shared', async () => {
    const { store } = await open()
    const alice = reader('alice')
    const books = (await Promise.all([store.books(alice), store.books(alice)]))[1] ?? []
    assert.deepEqual(books.map(({ kind, title, right }) => [kind, title, right]), [['personal', '', 'manage'], ['collected', '', 'manage']])
    for (const { id } of books) await assert.rejects(store.deleteBook(alice, id), failing('contacts-forbidden'))
    await assert.rejects(store.share(alice, books[1]?.id ?? '', { to: 'user', name: 'bob', right: 'read' }), failing('contacts-forbidden'))
    await store.share(alice, books[0]?.id ?? '', { to: 'user', name: 'bob', right: 'read' })
    assert.deepEqual((await store.books(reader('bob'))).map(({ owner, isOwn }) => [owner, isOwn]), [['bob', true], ['bob', true], ['alice', false]])
    await store.close()
  })
}

function findingTests(open: OpenAddressBooks): void {
  test('a card is found by the beginning of any word, without case and accents, in any script', async () => {
    const { store } = await open()
    const alice = reader('alice')
    const book = await own(store, alice)
    await store.save(alice, book, person('Ångström, Zoë', text('nickname', 'Straße'), email('zoe.a@sub.example.org'), { ...text('tel', 'tel:+49 (0)30 / 123-45 67'), type: 'uri' }, text('org', ['Kraków Choir', 'Alto'])))
    await store.save(alice, book, person('山田太郎', email('yamada@example.jp')))
    await store.save(alice, book, person('김철수'))
    await store.save(alice, book, person('Юрий Ёлкин'))
    const names = async (question: string): Promise<string> => (await store.search(alice, question, page)).rows.map(({ name }) => name).join(' ')
    for (const question of ['ang', 'ZOE', 'zoë', 'strasse', 'example.org', 'sub', 'zoe.a@s', 'alto', 'krakow', '1234567', '030 123', '+49 30', '4930', 'zoe krak', '"zoe"']) assert.equal(await names(question), 'Ångström, Zoë', question)
    for (const question of ['山田', '太郎', '田太', 'yam', 'example.jp 郎']) assert.equal(await names(question), '山田太郎', question)
    for (const question of ['김', '철수', '수']) assert.equal(await names(question), '김철수', question)
    for (const question of ['ЮР', 'елк']) assert.equal(await names(question), 'Юрий Ёлкин', question)
    for (const question of ['ngström', 'zoe 山田', '%', '_', '', ' ', '*', "'", 'zoea']) assert.equal(await names(question), '', question)
    await store.close()
  })

  test('lists: by name, by letter, a page at a time; a photo is only marked', async () => {
    const { store } = await open()
    const alice = reader('alice')
    const book = await own(store, alice)
    for (const name of ['bea', 'Änne', 'Zoë', 'Ann', '1st', '山']) await store.save(alice, book, person(name, { name: 'photo', parameters: {}, type: 'uri', values: ['data:image/png;base64,AAAA'] }))
    const all = await store.list(alice, book, page)
    assert.deepEqual([all.rows.map(({ name }) => name), all.total], [['1st', 'Ann', 'Änne', 'bea', 'Zoë', '山'], 6])
    assert.ok(all.rows.every((row) => row.hasPhoto && !JSON.stringify(row).includes('AAAA')))
    assert.deepEqual((await store.list(alice, book, { offset: 1, limit: 2 })).rows.map(({ name }) => name), ['Ann', 'Änne'])
    const under = await store.list(alice, book, { ...page, letter: 'A' })
    assert.deepEqual([under.rows.map(({ name }) => name), under.total], [['Ann', 'Änne'], 2])
    assert.deepEqual(await store.letters(alice, book), ['#', 'A', 'B', 'Z'])
    await store.save(alice, book, person('山田太郎', { name: 'n', parameters: { 'sort-as': ['Yamada', 'Tarou'] }, type: 'text', values: [['山田', '太郎', '', '', '']] }))
    assert.deepEqual((await store.list(alice, book, page)).rows.map(({ name }) => name), ['1st', 'Ann', 'Änne', 'bea', '山田太郎', 'Zoë', '山'], 'by what it says itself')
    assert.deepEqual(await store.letters(alice, book), ['#', 'A', 'B', 'Y', 'Z'])
    await store.close()
  })

  test('birthdays come in the order of the year, over its turn too', async () => {
    const { store } = await open()
    const alice = reader('alice')
    const book = await own(store, alice)
    for (const [name, day] of [['Ann', '1985-12-30'], ['Bea', '--0102'], ['Cleo', '19900601T120000Z'], ['Dora', '2000-13-40'], ['Eve', 'circa 1800']] as const) await store.save(alice, book, person(name, { ...text('bday', day), type: 'date-and-or-time' }))
    const between = async (from: string, to: string) => (await store.birthdays(alice, from, to)).map(({ name, birthday }) => [name, birthday])
    assert.deepEqual(await between('12-20', '01-10'), [['Ann', '1985-12-30'], ['Bea', '--01-02']])
    assert.deepEqual(await between('01-01', '12-31'), [['Bea', '--01-02'], ['Cleo', '1990-06-01'], ['Ann', '1985-12-30']])
    assert.deepEqual(await store.birthdays(reader('bob'), '01-01', '12-31'), [])
    await store.close()
  })

  test('cards by uid, and who is known by an address', async () => {
    const { store } = await open()
    const alice = reader('alice')
    const book = await own(store, alice)
    const ann = await store.save(alice, book, person('Ann', email('Ann@Example.test'), email('second@example.test'), text('uid', 'urn:uuid:0A1B2C3D-0000-4000-8000-0000000000AA')))
    await assert.rejects(store.save(alice, book, person('Another', text('uid', '0a1b2c3d-0000-4000-8000-0000000000aa'))), failing('conflict'))
    assert.deepEqual((await store.cardsByUid(alice, book, ['urn:uuid:none', 'urn:uuid:0a1b2c3d-0000-4000-8000-0000000000aa'])).map(({ id }) => id), [ann.id])
    assert.deepEqual(await store.cardsByUid(alice, book, []), [])
    const known = await store.known(alice, ['ann@example.test', 'second@example.test', 'third@example.test'])
    assert.deepEqual([...known].map(([address, { id }]) => [address, id]).toSorted(), [['ann@example.test', ann.id], ['second@example.test', ann.id]])
    assert.equal((await store.known(reader('bob'), ['ann@example.test'])).size, 0)
    await store.close()
  })
}

function usingTests(open: OpenAddressBooks): void {
  test('whom one has written to is collected once, suggested by use, kept or forgotten', async () => {
    const { store } = await open()
    const alice = reader('alice')
    const book = await own(store, alice)
    await store.save(alice, book, person('Zora Known', email('zora@example.test')))
    await store.save(alice, book, person('Zack Never', email('zack@example.test')))
    const now = 20_000 * DAY
    await store.recordUse(alice, [{ name: 'Zoe', address: 'zoe@example.test' }, { name: '', address: 'ZORA@example.test' }], now - 90 * DAY)
    await store.recordUse(alice, [{ name: 'Zoe again', address: 'Zoe@example.test' }], now)
    const collected = (await store.books(alice)).find(({ kind }) => kind === 'collected')
    assert.ok(collected)
    const { rows } = await store.list(alice, collected.id, page)
    assert.deepEqual(rows.map(({ name, address }) => [name, address]), [['Zoe', 'zoe@example.test']])
    const suggested = async (question: string): Promise<readonly string[]> => (await store.suggest(alice, question, 10)).map(({ address }) => address)
    assert.deepEqual(await suggested('z'), ['zoe@example.test', 'zora@example.test', 'zack@example.test'])
    await store.recordUse(alice, [{ name: '', address: 'zack@example.test' }], now + 10 * DAY)
    assert.deepEqual((await suggested('Z'))[0], 'zack@example.test', 'once, but later')
    assert.deepEqual(await suggested('zoe@ex'), ['zoe@example.test'])
    assert.deepEqual(await suggested('known zo'), ['zora@example.test'])
    assert.deepEqual(await suggested(''), [])
    assert.deepEqual(await store.suggest(reader('bob'), 'z', 10), [])

    const [zoe] = rows
    assert.ok(zoe)
    await store.move(alice, { book: collected.id, id: zoe.id }, book)
    assert.equal((await store.known(alice, ['zoe@example.test'])).get('zoe@example.test')?.book, book)
    await store.recordUse(alice, [{ name: 'New', address: 'new@example.test' }], now)
    const [fresh] = (await store.list(alice, collected.id, page)).rows
    assert.equal(fresh?.address, 'new@example.test')
    await store.remove(alice, { book: collected.id, id: fresh.id })
    assert.deepEqual(await suggested('new'), [])
    await store.close()
  })

  test('the suggested address is the one that was meant; a group has none', async () => {
    const { store } = await open()
    const alice = reader('alice')
    const book = await own(store, alice)
    await store.save(alice, book, person('Ann', email('home@example.test'), email('work@example.test')))
    await store.save(alice, book, person('Workers', text('kind', 'group')))
    assert.deepEqual((await store.groups(alice, book, 10)).map(({ name }) => name), ['Workers'])
    assert.deepEqual((await store.suggest(alice, 'work', 10)).map(({ address, isGroup }) => [address, isGroup]), [['work@example.test', false], ['', true]])
    assert.deepEqual((await store.suggest(alice, 'ann', 10)).map(({ address }) => address), ['home@example.test'])
    await store.close()
  })

  test('of the collected addresses the oldest are forgotten, known ones never', async () => {
    const { store } = await open()
    const alice = reader('alice')
    const book = await own(store, alice)
    await store.save(alice, book, person('Known', email('known@example.test')))
    const use = (names: readonly string[], at: number): Promise<void> => store.recordUse(alice, names.map((name) => ({ name, address: `${name}@example.test` })), at * DAY)
    await use(['known', 'oldest'], 1)
    await use(Array.from({ length: COLLECTED_ADDRESSES - 1 }, (_, at) => `person${at}`), 40)
    await use(['newest'], 80)
    const collected = (await store.books(alice)).find(({ kind }) => kind === 'collected')
    assert.equal(collected?.cards, COLLECTED_ADDRESSES)
    assert.deepEqual((await store.search(alice, 'oldest', page)).rows, [])
    assert.equal((await store.search(alice, 'known', page)).total, 1)
    assert.equal((await store.search(alice, 'newest', page)).total, 1)
    await store.close()
  })
}
