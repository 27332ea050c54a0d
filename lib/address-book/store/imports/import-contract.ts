import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ImportSettings } from '#lib/mail/contacts/contact-import.ts'
import { textOf } from '#lib/mail/contacts/card.ts'
import { isGatewayError, type GatewayFailure } from '#lib/mail/gateway-error.ts'
import { CARD_OCTETS } from '../address-book-store.ts'
import { WAITING_IMPORTS, WAITING_LIFE } from './import-store.ts'
import { type OpenAddressBooks, person, reader } from '../contract-people.ts'

const failing = (failure: GatewayFailure) => (error: unknown): boolean => isGatewayError(error) && error.failure === failure
const uid = (value: string) => ({ name: 'uid', parameters: {}, type: 'uri', values: [value] })
const note = (value: string) => ({ name: 'note', parameters: {}, type: 'text', values: [value] })
const alice = reader('alice')

async function started(open: OpenAddressBooks, changes: Partial<ImportSettings> = {}) {
  const { store } = await open()
  const book = (await store.books(alice))[0]?.id ?? ''
  const settings: ImportSettings = { format: 'vcard4', charset: '', book, title: 'New', known: 'merge', ...changes }
  const { id } = await store.createImport(alice, { file: 'f'.repeat(22), name: 'a.vcf', octets: 1, settings })
  return { store, book, id, begin: () => store.beginImport(alice, id) }
}

/** What every AddressBookStore promises of imports, of cards that become one, and of a book that is read whole. */
export function importContract(name: string, open: OpenAddressBooks): void {
  describe(`imports in ${name}`, () => {
    writingTests(open)
    lifeTests(open)
    wholeBookTests(open)
  })
}

function writingTests(open: OpenAddressBooks): void {
  test('cards are added, or meet those of their uid as was chosen; the same file again changes nothing', async () => {
    for (const [known, expected, said] of [['merge', 'changed', ['mine', 'theirs']], ['keep', 'kept', ['mine']], ['replace', 'changed', ['theirs']]] as const) {
      const { store, book, id, begin } = await started(open, { known })
      const own = await store.save(alice, book, person('Ann', uid('u1'), note('mine')))
      await begin()
      const file = [person('Ann', uid('u1'), note('theirs')), person('Bea'), person('Bea')]
      assert.deepEqual(await store.importCards(alice, id, file, []), [expected, 'added', 'same'])
      assert.deepEqual((await store.card(alice, own)).card.properties.filter((property) => property.name === 'note').map(textOf), said)
      const again = await store.importCards(alice, id, file, [{ line: 7, problem: 'empty', excerpt: '\0', isFailure: true }])
      assert.deepEqual(again, [known === 'keep' ? 'kept' : 'same', 'same', 'same'])
      const { counts } = await store.import(alice, id)
      assert.deepEqual([counts.added, counts.failed], [1, 1])
      assert.deepEqual(await store.problems(alice, id, { offset: 0, limit: 9 }), { problems: [{ line: 7, problem: 'empty', excerpt: '', isFailure: true }], total: 1 })
      await store.close()
    }
  })

  test('what was imported is taken back, but for what somebody has changed since; a book that was made for it goes, too', async () => {
    const { store, book, id, begin } = await started(open)
    const own = await store.save(alice, book, person('Ann', uid('u1')))
    await begin()
    await store.importCards(alice, id, [person('Ann', uid('u1'), note('theirs')), person('Bea', uid('u2')), person('Bea', uid('u2'), note('twice')), person('Cleo', uid('u3'))], [])
    const [cleo] = await store.cardsByUid(alice, book, ['u3'])
    assert.ok(cleo)
    await store.save(alice, book, person('Cleo', uid('u3'), note('edited')), { id: cleo.id, expected: cleo.etag })
    await assert.rejects(store.beginUndo(alice, id), failing('conflict'), 'it still runs')
    await store.endImport(id, { state: 'done', failure: undefined })
    await store.beginUndo(alice, id)
    while ((await store.undoSlice(id, 1)) > 0) assert.ok(true)
    assert.deepEqual((await store.list(alice, book, { offset: 0, limit: 9 })).rows.map((row) => row.name), ['Ann', 'Cleo'])
    assert.equal((await store.card(alice, own)).card.properties.some((property) => property.name === 'note'), false)
    await store.close()

    const fresh = await started(open, { book: '' })
    const { book: made } = await fresh.begin()
    assert.equal((await fresh.store.book(alice, made)).title, 'New')
    await fresh.store.importCards(alice, fresh.id, [person('Dora')], [])
    while ((await fresh.store.undoSlice(fresh.id, 10)) > 0) assert.ok(true)
    await assert.rejects(fresh.store.book(alice, made), failing('no-such-contact'))
    await fresh.store.close()
  })
}

function lifeTests(open: OpenAddressBooks): void {
  test('an import is its account’s alone, begins once, and only where one may write', async () => {
    const { store, book, id, begin } = await started(open)
    const bob = reader('bob')
    for (const refused of [store.import(bob, id), store.problems(bob, id, { offset: 0, limit: 1 }), store.beginImport(bob, id), store.dropImport(bob, id), store.importCards(bob, id, [], []), store.beginUndo(bob, id)]) await assert.rejects(refused, failing('no-such-contact'))
    await assert.rejects(store.importCards(alice, id, [person('Ann')], []), failing('conflict'), 'not yet')
    await begin()
    await assert.rejects(begin(), failing('conflict'))
    const collected = (await store.books(alice)).find(({ kind }) => kind === 'collected')?.id ?? ''
    await store.share(alice, book, { to: 'user', name: 'bob', right: 'read' })
    for (const [who, target, failure] of [[bob, book, 'contacts-forbidden'], [alice, collected, 'contacts-forbidden'], [bob, collected, 'no-such-contact']] as const) {
      const other = await store.createImport(who, { file: '', name: '', octets: 1, settings: { format: 'csv', charset: '', book: target, title: '', known: 'keep' } })
      await assert.rejects(store.beginImport(who, other.id), failing(failure))
    }
    await store.close()
  })

  test('a card beyond the limit is told and changes nothing; one that stalls is found; what is old is forgotten', async () => {
    const { store, book, id, begin } = await started(open)
    await begin()
    assert.deepEqual(await store.importCards(alice, id, [person('Big', note('x'.repeat(CARD_OCTETS))), person('Small')], []), ['too-large', 'added'])
    assert.equal((await store.book(alice, book)).cards, 1)
    assert.deepEqual([await store.stalledImports(Date.now() - 60_000), await store.stalledImports(Date.now() + 1)], [[], [id]])
    const waiting = await Promise.all(Array.from({ length: WAITING_IMPORTS + 1 }, (_, at) => store.createImport(alice, { file: `file${at}`, name: 'a', octets: 1, settings: { format: 'csv', charset: '', book, title: '', known: 'keep' } })))
    assert.equal((await store.imports(alice)).filter(({ state }) => state === 'waiting').length, WAITING_IMPORTS, `of ${waiting.length}`)
    await store.endImport(id, { state: 'done', failure: undefined })
    assert.equal((await store.tidyImports(Date.now())).size, WAITING_IMPORTS)
    assert.equal((await store.tidyImports(Date.now() + WAITING_LIFE + 1000)).size, 0)
    await store.close()
  })
}

function wholeBookTests(open: OpenAddressBooks): void {
  test('a book is read whole in its order, some cards at a time', async () => {
    const { store, book } = await started(open)
    for (const each of ['Cleo', 'ann', 'Bea', 'Bea', 'Dora']) await store.save(alice, book, person(each))
    const names: string[] = []
    for (let after: string | undefined = ''; after !== undefined; ) {
      const run: Awaited<ReturnType<typeof store.cards>> = await store.cards(alice, book, { after, limit: 2 })
      names.push(...run.cards.map((card) => card.name))
      after = run.next
    }
    assert.deepEqual(names, ['ann', 'Bea', 'Bea', 'Cleo', 'Dora'])
    await assert.rejects(store.cards(reader('bob'), book, { limit: 1 }), failing('no-such-contact'))
    await store.close()
  })

  test('several cards become one, in groups too, or none does; pairs are kept apart', async () => {
    const { store, book } = await started(open)
    const [ann, other] = [await store.save(alice, book, person('Ann', uid('u1'))), await store.save(alice, book, person('Ann', uid('u2')))]
    const member = (value: string) => ({ name: 'member', parameters: {}, type: 'uri', values: [value] })
    const group = await store.save(alice, book, { properties: [...person('Crew').properties, { name: 'kind', parameters: {}, type: 'text', values: ['group'] }, member('u2'), member('u1'), member('mailto:x@example.test')] })
    const joining = { book, kept: { id: ann.id, expected: ann.etag }, others: [{ id: other.id, expected: '999' }], card: person('Ann', uid('u1'), note('both')) }
    await assert.rejects(store.join(alice, joining), failing('conflict'))
    assert.equal((await store.book(alice, book)).cards, 3)
    await store.join(alice, { ...joining, others: [{ id: other.id, expected: other.etag }] })
    await assert.rejects(store.card(alice, other), failing('no-such-contact'))
    assert.deepEqual((await store.card(alice, group)).card.properties.filter((property) => property.name === 'member').map(textOf), ['u1', 'mailto:x@example.test'])
    await store.setApart(alice, book, ['b', 'a', 'c'])
    assert.deepEqual((await store.apart(alice, book)).map((pair) => pair.join('')).toSorted(), ['ab', 'ac', 'bc'])
    await store.share(alice, book, { to: 'user', name: 'bob', right: 'read' })
    for (const refused of [store.setApart(reader('bob'), book, ['x', 'y']), store.join(reader('bob'), joining)]) await assert.rejects(refused, failing('contacts-forbidden'))
    await store.close()
  })
}
