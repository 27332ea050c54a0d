import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { createLog } from '#lib/log/log.ts'
import { fieldsOfCard, NO_CARD } from '#lib/mail/contacts/contact-fields.ts'
import { isGatewayError, type GatewayFailure } from '#lib/mail/gateway-error.ts'
import { accountKey } from '#lib/session/account-identity.ts'
import { actOnContacts } from './act-on-contacts.ts'
import { addContact } from './add-contact.ts'
import { changeMembers } from './change-members.ts'
import { changePhoto, PHOTO_OCTETS, readPhoto } from './contact-photo.ts'
import { bookReader, type ContactsOf } from './contacts-of.ts'
import { expandGroup, MOST_EXPANDED } from './expand-group.ts'
import { listBook } from './list-book.ts'
import { openAddressBookStore, toldToLog } from './open-store.ts'
import { changeContact, createContact, createGroup } from './save-contact.ts'
import { withSiteBook } from './site-book.ts'
import { suggestContacts } from './suggest-contacts.ts'
import { upcomingBirthdays } from './upcoming-birthdays.ts'
import { viewCard } from './view-card.ts'

let data: string
let of: ContactsOf
let book: string

const readerOf = (user: string, host = 'mail.example.test') => bookReader({ account: accountKey({ site: 'default', host, port: 993, user }), user, address: `${user}@example.test` }, [])

beforeEach(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'postern-contacts-'))
  of = { store: await openAddressBookStore(data), who: readerOf('alice') }
  book = (await of.store.books(of.who))[0]?.id ?? ''
})
afterEach(async () => {
  await of.store.close()
  await rm(data, { recursive: true })
})

const empty = fieldsOfCard(NO_CARD)
const make = (name: string, address = '', birthday = '') => createContact(of, book, { ...empty, texts: { ...empty.texts, name, birthday }, emails: [{ was: '', value: address, kind: 'other' }] })
const failing = (failure: GatewayFailure, refusal?: string) => (error: unknown): boolean => isGatewayError(error) && error.failure === failure && error.refusal?.name === refusal

test('a group stands for everybody in it, groups inside it too; going in a circle adds nobody', async () => {
  const [ann, bea] = [await make('Ann', 'ann@example.test'), await make('Bea', 'bea@example.test')]
  const nobody = await make('No address')
  const [outer, inner] = [await createGroup(of, book, 'Outer'), await createGroup(of, book, 'Inner')]
  await changeMembers(of, inner, { cards: [bea.id, outer.id], typed: 'ANN@example.test' })
  await changeMembers(of, outer, { cards: [inner.id, nobody.id, outer.id], typed: 'guest@example.org;\r\nann@example.test' })
  const view = await viewCard(of, outer)
  assert.deepEqual(view.members.map(({ text }) => text), ['Inner', 'No address', 'guest@example.org', 'Ann'])
  assert.equal(view.writeTo, 'guest@example.org, Ann <ann@example.test>, Bea <bea@example.test>')
  assert.deepEqual([view.expanded?.missing, view.expanded?.isCut], [1, false])
  await of.store.remove(of.who, ann)
  assert.deepEqual([(await expandGroup(of, await of.store.card(of.who, outer))).missing], [3], 'who has gone is told')
  assert.deepEqual((await suggestContacts(of, 'outer', ({ kind }) => kind)).suggestions.map(({ written, isGroup, source }) => [written, isGroup, source]), [['guest@example.org, Bea <bea@example.test>', true, 'personal']])
})

test('a group keeps the order of its members, whatever the order of their cards', async () => {
  const [ann, bea, cleo] = [await make('Ann', 'ann@example.test'), await make('Bea', 'bea@example.test'), await make('Cleo', 'cleo@example.test')]
  for (const order of [[ann, bea, cleo], [cleo, ann, bea], [bea, cleo, ann]]) {
    const group = await createGroup(of, book, 'Group')
    for (const { id } of order) await changeMembers(of, group, { cards: [id] })
    assert.deepEqual((await expandGroup(of, await of.store.card(of.who, group))).recipients.map(({ name }) => name), order.map(({ name }) => name))
  }
})

test('a group of very many is cut, and says so', async () => {
  const group = await createGroup(of, book, 'Many')
  await changeMembers(of, group, { typed: Array.from({ length: MOST_EXPANDED + 1 }, (_, at) => `p${at}@example.test`).join('\n') })
  const { recipients, isCut } = await expandGroup(of, await of.store.card(of.who, group))
  assert.deepEqual([recipients.length, isCut], [MOST_EXPANDED, true])
})

test('members are taken out, what is no address is refused, and two who add at once both do', async () => {
  const group = await createGroup(of, book, 'Group')
  await Promise.all(['Ann <a@x.test> Bob <b@x.test>', 'c@x.test', 'd@x.test e@x.test'].map((typed) => changeMembers(of, group, { typed })))
  await changeMembers(of, group, { remove: ['mailto:b@x.test'] })
  assert.deepEqual((await viewCard(of, group)).members.map(({ text }) => text).toSorted(), ['a@x.test', 'c@x.test', 'd@x.test', 'e@x.test'])
  await assert.rejects(changeMembers(of, group, { typed: 'nobody' }), failing('invalid', 'contact-address'))
  await assert.rejects(changeMembers(of, await make('Ann'), { typed: 'a@x.test' }), failing('invalid'))
})

test('from a message: a new contact, the same one the second time, a collected one moves', async () => {
  const first = await addContact(of, { name: 'Ann\r\nSmith', address: 'Ann@Example.test' })
  assert.deepEqual([first.isNew, first.card.name, first.card.book], [true, 'Ann Smith', book])
  const second = await addContact(of, { name: 'Another', address: 'ann@example.TEST' })
  assert.deepEqual([second.isNew, second.card.id], [false, first.card.id])
  await of.store.recordUse(of.who, [{ name: 'Collected', address: 'c@example.test' }], 1)
  assert.deepEqual([(await addContact(of, { name: '', address: 'c@example.test' })).card.book, (await of.store.list(of.who, book, { offset: 0, limit: 9 })).total], [book, 2])
  for (const address of ['', 'nobody', 'a b@example.test', '<a@example.test>']) await assert.rejects(addContact(of, { name: '', address }), failing('invalid', 'contact-address'))
})

test('a contact that says nothing and a birthday that is no date are refused; an odd one from elsewhere stays', async () => {
  await assert.rejects(make(''), failing('invalid', 'card-empty'))
  await assert.rejects(make('Ann', '', 'tomorrow'), failing('invalid', 'card-birthday'))
  const odd = await of.store.save(of.who, book, { properties: [{ name: 'fn', parameters: {}, type: 'text', values: ['Odd'] }, { name: 'bday', parameters: {}, type: 'text', values: ['circa 1800'] }] })
  const saved = await changeContact(of, { ...odd, expected: odd.etag }, fieldsOfCard(odd.card))
  assert.deepEqual(saved.card, odd.card)
  await assert.rejects(changeContact(of, { ...odd, expected: odd.etag }, fieldsOfCard(odd.card)), failing('conflict', 'card-changed'))
})

test('a photo is what its octets are, or refused', async () => {
  const ann = await make('Ann')
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUg==', 'base64')
  await changePhoto(of, ann, png)
  assert.deepEqual((await readPhoto(of, ann)).mediaType, 'image/png')
  await assert.rejects(changePhoto(of, ann, Buffer.from('<svg onload="alert(1)"/>')), failing('invalid', 'card-photo'))
  await assert.rejects(changePhoto(of, ann, Buffer.concat([png, Buffer.alloc(PHOTO_OCTETS)])), failing('too-large', 'card-photo'))
  await changePhoto(of, ann, undefined)
  await assert.rejects(readPhoto(of, ann), failing('no-such-contact'))
})

test('birthdays ahead, over the turn of the year, with the age where the year is known', async () => {
  for (const [name, day] of [['Ann', '2000-12-30'], ['Bea', '01-05'], ['Cleo', '1990-02-20']] as const) await make(name, '', day)
  const names = async (today: string) => (await upcomingBirthdays(of, today)).map(({ card, date, age }) => [card.name, date, age])
  assert.deepEqual(await names('2026-12-20'), [['Ann', '2026-12-30', 26], ['Bea', '2027-01-05', undefined]])
  assert.deepEqual(await names('2026-02-20'), [['Cleo', '2026-02-20', 36]])
})

test('a book is listed in the reader’s own order; several contacts are acted upon once it is confirmed', async () => {
  const made = [await make('Zoë'), await make('Änne'), await make('Ann'), await make('éva')]
  const listed = async () => (await listBook(of, { book, page: 7, letter: undefined, question: '' }, new Intl.Collator('sv').compare)).rows.map(({ name }) => name)
  assert.deepEqual(await listed(), ['Ann', 'éva', 'Zoë', 'Änne'])
  const action = { book, contacts: made.slice(0, 2).map(({ id }) => id), target: '', group: '', isConfirmed: false }
  await assert.rejects(actOnContacts(of, { ...action, intent: 'delete' }), failing('invalid', 'contact-not-confirmed'))
  await assert.rejects(actOnContacts(of, { ...action, intent: 'move' }), failing('invalid', 'no-contact-target'))
  await assert.rejects(actOnContacts(of, { ...action, contacts: [], intent: 'copy' }), failing('invalid', 'no-contact-chosen'))
  assert.equal(await actOnContacts(of, { ...action, intent: 'delete', isConfirmed: true }), 2)
  assert.deepEqual(await listed(), ['Ann', 'éva'])
})

test('a name at another server is another person, and storage that fails says so', async () => {
  await of.store.share(of.who, book, { to: 'user', name: 'bob', right: 'read' })
  const seen = async (who: ContactsOf['who']): Promise<boolean> => (await of.store.books(who)).some(({ id }) => id === book)
  assert.deepEqual([await seen(readerOf('bob')), await seen(readerOf('bob', 'evil.example.test')), await seen(readerOf('bobby'))], [true, false, false])
  const logged: string[] = []
  const store = toldToLog(await openAddressBookStore(`${data}/other`), createLog('error', (line) => void logged.push(line)))
  await store.close()
  await assert.rejects(store.books(of.who), failing('contacts-unavailable'))
  assert.match(logged.join(''), /contacts-unavailable/)
})

test('what the administrator names is in a book of its own, found and copied like any other, and changed by nobody', async () => {
  const contacts = [{ name: 'Helpdesk', address: 'help@example.test' }, { name: 'Émile at the gate', address: 'gate@example.test' }]
  const site: ContactsOf = { ...of, store: withSiteBook(of.store, contacts) }
  await make('Helen', 'helen@example.test')
  const given = (await site.store.books(of.who)).at(-1)
  assert.deepEqual([given?.kind, given?.right, given?.cards], ['site', 'read', 2])
  const place = { book: 'site', id: 'site-0' }
  assert.equal((await site.store.card(of.who, place)).address, 'help@example.test')
  assert.deepEqual((await site.store.search(of.who, 'hel', { offset: 0, limit: 9 })).rows.map(({ name }) => name), ['Helen', 'Helpdesk'])
  assert.deepEqual((await suggestContacts(site, 'emile', ({ kind }) => kind)).suggestions.map(({ address }) => address), ['gate@example.test'])
  assert.equal((await addContact(site, { name: '', address: 'GATE@example.test' })).isNew, false)
  const forbidden = [site.store.remove(of.who, place), site.store.move(of.who, place, book), site.store.save(of.who, 'site', NO_CARD)]
  for (const each of forbidden) await assert.rejects(each, failing('contacts-forbidden'))
  const refused = [site.store.deleteBook(of.who, 'site'), site.store.renameBook(of.who, 'site', 'Ours'), site.store.share(of.who, 'site', { to: 'user', name: 'bob', right: 'read' })]
  for (const each of refused) await assert.rejects(each, failing('no-such-contact'))
  await site.store.copy(of.who, place, book)
  await assert.rejects(site.store.copy(of.who, place, book), failing('conflict', 'card-there'))
  await assert.rejects(site.store.card(of.who, { book: 'site', id: 'site-2' }), failing('no-such-contact'))
  assert.equal(withSiteBook(of.store, []), of.store)
})
