import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Directory, type Asker } from '#lib/directory/directory.ts'
import type { DirectoryBook } from '#lib/directory/directory-book.ts'
import { USUAL_ATTRIBUTES } from '#lib/mail/directory/directory-settings.ts'
import { startSlapd, type RunningSlapd } from './slapd.ts'

const BASE = 'dc=example,dc=test'
const LDIF = [
  `dn: ${BASE}\nobjectClass: dcObject\nobjectClass: organization\ndc: example\no: x\n`,
  ...['bob', 'eve'].map((uid) => `dn: uid=${uid},${BASE}\nobjectClass: inetOrgPerson\nuid: ${uid}\ncn: ${uid}\nsn: ${uid}\nuserPassword: secret\n`),
].join('\n')

/** Those of the manual. */
const OWN_BOOKS = [
  `access to dn.regex="^(.+,)?ou=contacts,(uid=[^,]+,${BASE})$" by dn.exact,expand="$2" write by * none`,
  `access to dn.regex="^uid=[^,]+,${BASE}$" attrs=children by self write by * read`,
]

let slapd: RunningSlapd
let directories: Directory[] = []
before(async () => void (slapd = await startSlapd({ ldif: LDIF, base: BASE, access: OWN_BOOKS })))
after(async () => {
  await Promise.all(directories.map((directory) => directory.close()))
  await slapd.stop()
})

/** The book of somebody on a device of their own. */
function bookOf(user: string, base = `ou=contacts,uid=%u,${BASE}`): DirectoryBook {
  const directory = new Directory({ name: 'campus', title: 'Campus', base: BASE, identity: { as: 'person', dn: `uid=%u,${BASE}` }, attributes: USUAL_ATTRIBUTES, book: { base, title: 'Campus', isMade: true }, server: { host: '127.0.0.1', port: slapd.port, tls: 'none', verify: true, timeout: 3000 } })
  directories = [...directories, directory]
  const asker: Asker = { user, credentials: () => ({ user, password: 'secret' }) }
  const book = directory.bookOf(asker)
  assert.ok(book)
  assert.equal(directory.bookOf(asker), book)
  return book
}

const person = (uid: string, cn: string, more: Readonly<Record<string, readonly (string | Uint8Array)[]>> = {}) => new Map<string, readonly (string | Uint8Array)[]>([['objectClass', ['inetOrgPerson']], ['uid', [uid]], ['cn', [cn]], ['sn', [cn]], ...Object.entries(more)])

test('a book is made with its first entry, changed value by value, and emptied', async () => {
  const book = bookOf('bob')
  assert.deepEqual(await book.entries(), [])
  const photo = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10])
  const dn = await book.add(person('a,b', 'Zoë', { mail: ['zoe@example.org', 'z@example.org'], jpegPhoto: [photo] }), 'uid')
  assert.equal(dn, `uid=a\\2cb,ou=contacts,uid=bob,${BASE}`)
  const [entry] = await book.entries()
  assert.ok(entry)
  assert.deepEqual([entry.values.get('mail'), Buffer.from(entry.values.get('jpegphoto')?.[0] as Uint8Array)], [['zoe@example.org', 'z@example.org'], Buffer.from(photo)])
  const other = Uint8Array.from([0xff, 0xd8, 0xff, 0xe1, 0])
  await book.change(entry, person('a,b', 'Zoë', { mail: ['zoe@example.org'], jpegPhoto: [photo] }), person('a,b', 'Zoë', { mail: ['zoe@elsewhere.org'], title: ['Cook'], jpegPhoto: [other] }))
  const changed = await book.entry(entry.dn)
  assert.deepEqual([changed?.values.get('mail'), changed?.values.get('title'), changed?.values.get('jpegphoto')?.[0]?.length], [['z@example.org', 'zoe@elsewhere.org'], ['Cook'], 5])
  await assert.rejects(book.add(person('a,b', 'Zoë'), 'uid'), { name: 'WriteProblem', kind: 'there' })
  await assert.rejects(book.add(new Map([['objectClass', ['inetOrgPerson']], ['cn', ['x']], ['sn', ['x']], ['nickname', ['y']]]), 'cn'), { name: 'WriteProblem', kind: 'unfit' })
  assert.ok(changed)
  await book.remove(changed)
  assert.deepEqual(await book.entries(), [])
})

test('two devices do not overwrite each other, whichever values they change', async () => {
  const [one, two] = [bookOf('bob'), bookOf('bob')]
  await one.add(person('p', 'Pat', { title: ['Cook'] }), 'uid')
  const [here] = await one.entries()
  const [there] = await two.entries()
  assert.ok(here && there)
  await one.change(here, person('p', 'Pat', { title: ['Cook'] }), person('p', 'Pat', { title: ['Baker'] }))
  for (const after of [{ title: ['Brewer'] }, { title: ['Cook'], mail: ['pat@example.org'] }]) await assert.rejects(two.change(there, person('p', 'Pat', { title: ['Cook'] }), person('p', 'Pat', after)), { name: 'WriteProblem', kind: 'changed' })
  await assert.rejects(two.remove(there), { name: 'WriteProblem', kind: 'changed' })
  const now = await two.entry(there.dn)
  assert.deepEqual(now?.values.get('title'), ['Baker'])
  assert.ok(now)
  await one.remove(now)
  await assert.rejects(two.change(now, person('p', 'Pat', { title: ['Baker'] }), person('p', 'Pat')), { name: 'WriteProblem', kind: 'gone' })
})

test('a group names who is in it, itself while nobody is, and may get another name', async () => {
  const book = bookOf('bob')
  const [ann, group] = [await book.add(person('ann', 'Ann'), 'uid'), await book.add(new Map([['objectClass', ['groupOfNames']], ['cn', ['Crew']]]), 'cn')]
  const empty = await book.entry(group)
  assert.ok(empty)
  assert.deepEqual(empty.values.get('member'), [group])
  const renamed = await book.change(empty, new Map([['cn', ['Crew']]]), new Map([['cn', ['Crew, new']], ['member', [ann]]]))
  assert.equal(renamed, `cn=Crew\\2c new,ou=contacts,uid=bob,${BASE}`)
  const filled = await book.entry(renamed)
  assert.ok(filled)
  assert.deepEqual([filled.values.get('cn'), filled.values.get('member')], [['Crew, new'], [ann]])
  await book.change(filled, new Map([['cn', ['Crew, new']], ['member', [ann]]]), new Map([['cn', ['Crew, new']]]))
  assert.deepEqual((await book.entry(renamed))?.values.get('member')?.map((dn) => String(dn).toLowerCase()), [renamed.toLowerCase()])
})

test('whose name is a distinguished name writes below it and nowhere else', async () => {
  await assert.rejects(bookOf('eve,uid=bob').entries(), { name: 'DirectoryFailure', kind: 'credentials' })
  await assert.rejects(bookOf('eve', `ou=contacts,uid=bob,${BASE}`).add(person('x', 'X'), 'uid'), { name: 'DirectoryFailure', kind: 'refused' })
  const eve = bookOf('eve')
  assert.deepEqual(await eve.entries(), [])
  assert.equal(await eve.entry(`uid=ann,ou=contacts,uid=bob,${BASE}`), undefined)
})
