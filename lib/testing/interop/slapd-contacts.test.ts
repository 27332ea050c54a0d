import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { Directory } from '#lib/directory/directory.ts'
import { changeMembers } from '#lib/gateway/address-book/change-members.ts'
import { bookReader, type ContactsOf } from '#lib/gateway/address-book/contacts-of.ts'
import { expandGroup } from '#lib/gateway/address-book/expand-group.ts'
import { openAddressBookStore } from '#lib/gateway/address-book/open-store.ts'
import { changeContact, createContact, createGroup } from '#lib/gateway/address-book/save-contact.ts'
import { withDirectoryBooks } from '#lib/gateway/directory-book/directory-book.ts'
import { searchPeople } from '#lib/gateway/people/search-people.ts'
import { createLog } from '#lib/log/log.ts'
import { type ContactFields, fieldsOfCard, NO_CARD } from '#lib/mail/contacts/contact-fields.ts'
import { USUAL_ATTRIBUTES } from '#lib/mail/directory/directory-settings.ts'
import { isGatewayError, type GatewayFailure } from '#lib/mail/gateway-error.ts'
import { accountKey } from '#lib/session/account-identity.ts'
import { startSlapd, type RunningSlapd } from './slapd.ts'

const BASE = 'dc=example,dc=test'
const LDIF = [
  `dn: ${BASE}\nobjectClass: dcObject\nobjectClass: organization\ndc: example\no: x\n`,
  `dn: uid=bob,${BASE}\nobjectClass: inetOrgPerson\nuid: bob\ncn: bob\nsn: bob\nuserPassword: secret\n`,
].join('\n')
const SILENT = createLog('error', () => undefined)
const ASKER = { user: 'bob', credentials: () => ({ user: 'bob', password: 'secret' }) }

let slapd: RunningSlapd
let data: string
let directory: Directory
let of: ContactsOf
let [book, personal] = ['', '']
before(async () => {
  slapd = await startSlapd({ ldif: LDIF, base: BASE, access: ['access to * by users write by * read'] })
  data = await mkdtemp(path.join(tmpdir(), 'postern-slapd-contacts-'))
  directory = new Directory({ name: 'campus', title: 'Campus', base: BASE, identity: { as: 'person', dn: `uid=%u,${BASE}` }, attributes: USUAL_ATTRIBUTES, book: { base: `ou=contacts,uid=%u,${BASE}`, title: 'Mine on campus', isMade: true }, server: { host: '127.0.0.1', port: slapd.port, tls: 'none', verify: true, timeout: 3000 } })
  of = { store: withDirectoryBooks(await openAddressBookStore(data), [directory], ASKER, SILENT), who: bookReader({ account: accountKey({ site: 'default', host: 'mail.example.test', port: 993, user: 'bob' }), user: 'bob', address: 'bob@example.test' }, []) }
  const books = await of.store.books(of.who)
  assert.deepEqual(books.map(({ kind, right }) => [kind, right]), [['personal', 'manage'], ['collected', 'manage'], ['directory', 'write']])
  ;[personal, , book] = books.map(({ id }) => id) as [string, string, string]
})
after(async () => {
  await of.store.close()
  await directory.close()
  await slapd.stop()
  await rm(data, { recursive: true })
})

const empty = fieldsOfCard(NO_CARD)
const fields = (texts: Partial<ContactFields['texts']>, ...emails: readonly string[]): ContactFields => ({ ...empty, texts: { ...empty.texts, ...texts }, emails: emails.map((value) => ({ was: '', value, kind: 'other' })) })
const failing = (failure: GatewayFailure, refusal?: string) => (error: unknown): boolean => isGatewayError(error) && error.failure === failure && error.refusal?.name === refusal

test('a contact of a directory is made, found, changed and removed like any other', async () => {
  const made = await createContact(of, book, { ...fields({ given: 'Zoë', family: 'Ångström', organization: 'Choir', unit: 'Altos', title: 'Lead', url: 'https://choir.example', note: 'Sings.' }, 'zoe@choir.example', 'z@choir.example'), phones: [{ was: '', value: '+49 30 1', kind: 'cell' }, { was: '', value: '+49 30 2', kind: 'home' }] })
  const card = await of.store.card(of.who, { book, id: made.id })
  const { texts, emails, phones } = fieldsOfCard(card.card)
  assert.deepEqual([texts.name, texts.given, texts.family, texts.organization, texts.unit, texts.title, texts.url, texts.note], ['Zoë Ångström', 'Zoë', 'Ångström', 'Choir', 'Altos', 'Lead', 'https://choir.example', 'Sings.'])
  assert.deepEqual([emails.map(({ value }) => value), phones.map(({ value, kind }) => [kind, value])], [['zoe@choir.example', 'z@choir.example'], [['cell', '+49 30 1'], ['home', '+49 30 2']]])
  assert.deepEqual((await of.store.suggest(of.who, 'ang', 5)).map(({ name, book: in_ }) => [name, in_]), [['Zoë Ångström', book]])
  assert.equal((await of.store.known(of.who, ['zoe@choir.example'])).get('zoe@choir.example')?.id, made.id)
  const changed = await changeContact(of, { book, id: made.id, expected: card.etag }, { ...fieldsOfCard(card.card), texts: { ...texts, title: 'Second', given: 'Zoe', name: 'Zoe Ångström' } })
  assert.deepEqual([changed.id, changed.name, changed.etag === card.etag], [made.id, 'Zoe Ångström', false])
  await assert.rejects(changeContact(of, { book, id: made.id, expected: card.etag }, fields({ name: 'Late' })), failing('conflict', 'card-changed'))
  await of.store.remove(of.who, changed)
  assert.equal((await of.store.list(of.who, book, { offset: 0, limit: 5 })).total, 0)
})

test('what an entry has no place for is refused by name, and nothing is changed', async () => {
  const refused = async (given: ContactFields, ...expected: readonly string[]) =>
    assert.rejects(createContact(of, book, given), (error) => isGatewayError(error) && error.refusal?.name === 'book-cannot-hold' && assert.deepEqual(error.refusal.with.fields, expected) === undefined)
  await refused(fields({ name: 'Born', birthday: '1985-04-12', nickname: 'B' }), 'birthday', 'nickname')
  await refused(fields({ given: 'Ann', family: 'Lee', prefix: 'Dr' }), 'prefix')
  await refused({ ...fields({ name: 'Far' }), addresses: [{ was: '', kind: 'work', street: 'x', city: 'y', region: '', code: '', country: 'Z' }] }, 'country')
  const { id } = await createContact(of, personal, fields({ name: 'Born', birthday: '1985-04-12' }))
  await assert.rejects(of.store.move(of.who, { book: personal, id }, book), failing('invalid', 'book-cannot-hold'))
  assert.equal((await of.store.card(of.who, { book: personal, id })).name, 'Born')
  assert.equal((await of.store.list(of.who, book, { offset: 0, limit: 5 })).total, 0)
})

test('contacts go from book to book, and groups name contacts of the directory', async () => {
  const ann = await createContact(of, personal, fields({ given: 'Ann', family: 'Lee' }, 'ann@example.org'))
  const copy = await of.store.copy(of.who, ann, book)
  assert.equal(copy.uid, ann.uid)
  await assert.rejects(of.store.copy(of.who, ann, book), failing('conflict', 'card-there'))
  const group = await createGroup(of, book, 'Crew')
  const filled = await changeMembers(of, group, { cards: [copy.id] })
  assert.deepEqual((await expandGroup(of, filled)).recipients, [{ name: 'Ann Lee', address: 'ann@example.org' }])
  await assert.rejects(changeMembers(of, filled, { typed: 'guest@example.org' }), failing('invalid', 'book-cannot-hold'))
  const moved = await of.store.move(of.who, copy, (await of.store.createBook(of.who, 'Elsewhere')).id)
  assert.deepEqual([moved.name, (await of.store.list(of.who, book, { offset: 0, limit: 5 })).rows.map(({ name }) => name)], ['Ann Lee', ['Crew']])
})

test('a directory that is down takes no other book away, and is named', async () => {
  await createContact(of, personal, fields({ given: 'Lee', family: 'Still' }, 'still@example.org'))
  await directory.close()
  await slapd.stop()
  const fresh = { ...of, store: withDirectoryBooks(await openAddressBookStore(data), [new Directory({ ...directory.settings })], ASKER, SILENT) }
  const found = await searchPeople({ contacts: fresh, directories: [], asker: ASKER, log: SILENT, titleOf: ({ title, kind }) => title || kind, compare: (one, other) => one.localeCompare(other) }, 'still')
  assert.deepEqual([found.count, found.unread], [1, ['Mine on campus']])
  assert.equal((await fresh.store.books(fresh.who)).length, 4)
  await assert.rejects(fresh.store.list(fresh.who, book, { offset: 0, limit: 5 }), failing('contacts-unavailable', 'book-silent'))
  await fresh.store.close()
})
