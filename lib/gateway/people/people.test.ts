import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { createLog } from '#lib/log/log.ts'
import { type Card, textOf } from '#lib/mail/contacts/card.ts'
import { fieldsOfCard, NO_CARD, withFields } from '#lib/mail/contacts/contact-fields.ts'
import { USUAL_ATTRIBUTES, type DirectorySettings } from '#lib/mail/directory/directory-settings.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { accountKey } from '#lib/session/account-identity.ts'
import { PIER, startPierDirectory, ZOE_DN, type PierDirectory } from '#lib/testing/directory/pier-directory.ts'
import { bookReader, type ContactsOf } from '../address-book/contacts-of.ts'
import { changeMembers } from '../address-book/change-members.ts'
import { openAddressBookStore } from '../address-book/open-store.ts'
import { createContact, createGroup } from '../address-book/save-contact.ts'
import { Directories } from '../directory/directories.ts'
import { addToBook } from './add-to-book.ts'
import { entryCard } from './entry-card.ts'
import { contactOfEntry, followed, noteOf, saveNote } from './entry-notes.ts'
import { followEntry, followsDirectory, sourceEntry, toldByDirectory } from './follow-entry.ts'
import { loadPreparedBooks } from './load-prepared-books.ts'
import { searchPeople, type PeopleSources } from './search-people.ts'
import { writtenPicks } from './written-picks.ts'

const ASKER = { user: 'bob', credentials: () => ({ user: 'bob', password: 'x' }) }
const SILENT = createLog('error', () => undefined)
const settings = (name: string, port: number): DirectorySettings => ({ name, title: `The ${name}`, base: PIER, identity: { as: 'nobody' }, attributes: USUAL_ATTRIBUTES, server: { host: '127.0.0.1', port, tls: 'none', verify: true, timeout: 5000 } })

let pier: PierDirectory
let data: string
let of: ContactsOf
let book: string
let open: Directories
before(async () => void (pier = await startPierDirectory()))
after(() => pier.close())
beforeEach(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'postern-people-'))
  open = new Directories()
  of = { store: await openAddressBookStore(data), who: bookReader({ account: accountKey({ site: 'default', host: 'mail.example.test', port: 993, user: 'alice' }), user: 'alice', address: 'alice@example.test' }, []) }
  book = (await of.store.books(of.who))[0]?.id ?? ''
})
afterEach(async () => {
  await open.keepOnly([])
  await of.store.close()
  await rm(data, { recursive: true })
})

const empty = fieldsOfCard(NO_CARD)
const make = (name: string, address: string) => createContact(of, book, { ...empty, texts: { ...empty.texts, name }, emails: [{ was: '', value: address, kind: 'other' }] })
const sources = (names: Readonly<Record<string, number>>): PeopleSources => ({
  contacts: of, directories: open.of(Object.entries(names).map(([name, port]) => settings(name, port))), asker: ASKER, log: SILENT, titleOf: ({ kind }) => kind, compare: (one, other) => one.localeCompare(other),
})
const shown = async (from: PeopleSources, text: string) => (await searchPeople(from, text)).sources.map(({ title, people }) => [title, people.map((person) => `${person.name}: ${person.sources.join(', ')}`)])

test('books and directories are searched at once, each hit with its source; whoever several know is one person', async () => {
  await make('Zoe of the pier', 'ZOE@pier.test')
  await make('Zoe Elsewhere', 'zoe@example.org')
  assert.deepEqual(await shown(sources({ pier: pier.port, mirror: pier.port }), 'zoe'), [['personal', ['Zoe Elsewhere: personal', 'Zoe of the pier: personal, The pier, The mirror']]])
  assert.deepEqual(await shown(sources({ pier: pier.port, mirror: pier.port }), 'meyer'), [['The pier', ['Grete Meyer: The pier, The mirror']]])
  assert.deepEqual(await shown(sources({ pier: pier.port }), '1 234'), [['The pier', ['Zoë Ōe: The pier']]])
  assert.deepEqual(await shown({ ...sources({ pier: pier.port }), contacts: undefined }, 'zoe'), [['The pier', ['Zoë Ōe: The pier']]])
})

test('what cannot be asked says so, and the rest is shown', async () => {
  await make('Zoe Elsewhere', 'zoe@example.org')
  const found = await searchPeople(sources({ gone: 9, pier: pier.port }), 'zoe')
  assert.deepEqual([found.failed, found.count, found.isWithoutBooks], [[{ directory: 'gone', title: 'The gone', failure: 'unreachable' }], 2, false])
  const broken: ContactsOf = { ...of, store: { ...of.store, books: () => Promise.reject(new GatewayError('contacts-unavailable', 'test')) } }
  const without = await searchPeople({ ...sources({ pier: pier.port }), contacts: broken }, 'zoe')
  assert.deepEqual([without.isWithoutBooks, without.count], [true, 1])
})

test('that there are others is told with where they are', async () => {
  for (let at = 0; at < 201; at++) await make(`Crew ${at}`, `own${at}@example.org`)
  const found = await searchPeople(sources({ pier: pier.port }), 'crew')
  assert.deepEqual([found.count, found.moreCards, found.moreEntries], [230, true, []])
  assert.deepEqual((await searchPeople(sources({ pier: pier.port }), 'crew 1')).moreCards, false)
})

test('those who were chosen are put into a book with all that is known of them, each once', async () => {
  const target = await of.store.createBook(of.who, 'Harbour')
  const ann = await make('Ann', 'ann@example.test')
  const picks = [
    { written: '"Zoë Ōe" <zoe@pier.test>', place: { directory: 'pier', entry: ZOE_DN } },
    { written: 'Ann <ann@example.test>', place: { book, card: ann.id } },
    { written: 'Guest <guest@example.org>', place: undefined },
  ]
  const [directory] = open.of([settings('pier', pier.port)])
  const readEntry = ({ entry }: { readonly entry: string }) => entryCard(directory, entry, ASKER, SILENT)
  assert.deepEqual(await addToBook(of, { picks, book: target.id }, readEntry), { added: 3, known: 0 })
  assert.deepEqual(await addToBook(of, { picks, book: target.id }, readEntry), { added: 0, known: 3 })
  const { rows } = await of.store.list(of.who, target.id, { offset: 0, limit: 10 })
  assert.deepEqual(rows.map(({ name, address, phone, organization, uid }) => [name, address, phone, organization, uid === ann.uid]), [['Ann', 'ann@example.test', '', '', true], ['Guest', 'guest@example.org', '', '', false], ['Zoë Ōe', 'zoe@pier.test', '+43 1 234', 'The pier', false]])
  const { card } = await of.store.card(of.who, { book: target.id, id: rows[2]?.id ?? '' })
  assert.equal(textOf(card.properties.find(({ name }) => name === 'source')), `ldap:///${encodeURIComponent(ZOE_DN)}`)
  await assert.rejects(addToBook(of, { picks: [{ written: 'x', place: { directory: 'pier', entry: `uid=nobody,${PIER}` } }], book: target.id }, readEntry), { failure: 'no-such-contact' })
  await assert.rejects(addToBook(of, { picks: [{ written: 'no address', place: undefined }], book: target.id }, readEntry), { failure: 'invalid' })
})

test('a group of a book stands for everybody in it when it is written to', async () => {
  const [ann, group] = [await make('Ann', 'ann@example.test'), await createGroup(of, book, 'Boat')]
  await changeMembers(of, group, { cards: [ann.id], typed: 'guest@example.org' })
  const picks = [{ written: '', place: { book, card: group.id } }, { written: 'x@example.org', place: undefined }]
  assert.deepEqual((await writtenPicks(of, picks)).map((text) => text.split(', ').toSorted()), [['Ann <ann@example.test>', 'guest@example.org'], ['x@example.org']])
  assert.deepEqual(await writtenPicks(undefined, picks), ['x@example.org'])
})

test('prepared books are made once, shared as they say; what people delete stays away, and what was cut off is finished', async () => {
  const readerOf = (owner: string) => bookReader({ account: accountKey({ site: 'default', host: 'mail.example.test', port: 993, user: owner }), user: owner, address: owner }, [])
  const card = (name: string) => ({ properties: [{ name: 'uid', parameters: {}, type: 'uri', values: [`urn:x:${name}`] }, { name: 'fn', parameters: {}, type: 'text', values: [name] }] })
  const load = (realm: string, ...names: readonly string[]) => loadPreparedBooks(of.store, { data, realm, readerOf, books: [{ owner: 'alice', title: '', shared: [], cards: [card('Mum')] }, { owner: 'alice', title: 'Museum', shared: [{ to: 'user', name: 'bob', right: 'read' }], cards: names.map(card) }] })
  await of.store.save(of.who, book, card('Mum'))
  await load('here', 'Orla')
  const [shared] = (await of.store.books(readerOf('bob'))).filter(({ isOwn }) => !isOwn)
  assert.deepEqual([shared?.title, shared?.right, shared?.cards], ['Museum', 'read', 1])
  const { rows: [mum] } = await of.store.list(of.who, book, { offset: 0, limit: 5 })
  assert.ok(mum)
  await of.store.remove(of.who, mum)
  await load('here', 'Orla', 'Theo')
  assert.deepEqual([(await of.store.book(of.who, book)).cards, (await of.store.books(readerOf('bob'))).find(({ isOwn }) => !isOwn)?.cards], [0, 1])
})

test('notes about an entry are kept with the person, and what the directory tells flows through', async () => {
  const [directory] = open.of([settings('pier', pier.port)])
  const place = { directory: 'pier', dn: ZOE_DN }
  const read = () => entryCard(directory, ZOE_DN, ASKER, SILENT)
  assert.equal(await saveNote(of, { ...place, note: ' ', expected: undefined }, read), undefined)
  const noted = await saveNote(of, { ...place, note: 'Prefers tea.', expected: undefined }, read)
  assert.ok(noted)
  assert.deepEqual([noted.name, noted.address, noted.book, noteOf(noted)], ['Zoë Ōe', 'zoe@pier.test', book, 'Prefers tea.'])
  await assert.rejects(saveNote(of, { ...place, note: 'Lost', expected: '0' }, read), { failure: 'conflict' })
  assert.deepEqual(sourceEntry(noted.card), place)
  assert.deepEqual([followsDirectory(noted.card), followsDirectory((await make('Own', 'own@example.org')).card)], [true, false])

  const own = fieldsOfCard(noted.card)
  const changed = await of.store.save(of.who, book, withFields(noted.card, { ...own, texts: { ...own.texts, nickname: 'Z', title: 'Boss' }, phones: [...own.phones, { was: '', value: '+43 9 family', kind: 'home' }] }), { id: noted.id, expected: noted.etag })
  const told = await read()
  assert.equal(followEntry(changed.card, told), undefined, 'nothing is new')
  const moved: Card = { properties: toldByDirectory(told.properties.map((property) => (property.name === 'tel' ? { ...property, values: ['+43 1 999'] } : property.name === 'fn' ? { ...property, values: ['Zoë Married'] } : property.name === 'title' ? { ...property, values: ['Harbour mistress'] } : property))) }
  const now = await followed(of, changed, moved)
  const { texts, phones, emails } = fieldsOfCard(now.card)
  assert.deepEqual([texts.name, texts.nickname, texts.title, texts.note], ['Zoë Married', 'Z', 'Boss', 'Prefers tea.'])
  assert.deepEqual([phones.map(({ value }) => value).toSorted(), emails.map(({ value }) => value)], [['+43 1 999', '+43 9 family'], ['zoe@pier.test']])
  assert.equal((await contactOfEntry(of, { directory: 'pier', dn: ZOE_DN.toUpperCase() }))?.id, noted.id)
  assert.equal(await followed(of, now, moved), now)
})
