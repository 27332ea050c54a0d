import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createDAVClient, type DAVAddressBook } from 'tsdav'
import { startDavServer, type DavServer } from './dav-server.ts'

const card = (uid: string, name: string, more = ''): string => `BEGIN:VCARD\r\nVERSION:3.0\r\nUID:${uid}\r\nFN:${name}\r\nN:${name};;;;\r\n${more}END:VCARD\r\n`

const names = (list: readonly { readonly url: string }[]): readonly string[] => list.map(({ url }) => decodeURIComponent(url.split('/').at(-1) ?? ''))

/** A client library that others wrote, as programs use it. */
describe('address books for programs, asked by tsdav', () => {
  let server: DavServer
  let client: Awaited<ReturnType<typeof createDAVClient>>
  before(async () => {
    server = await startDavServer()
    const { user: username, password } = server.bob
    client = await createDAVClient({ serverUrl: server.origin, credentials: { username, password }, authMethod: 'Basic', defaultAccountType: 'carddav' })
  })
  after(() => server.stop())

  const personal = async (): Promise<DAVAddressBook> => {
    const found = (await client.fetchAddressBooks()).find(({ displayName }) => displayName === 'Personal')
    assert.ok(found)
    return found
  }

  it('finds the books of a person from the server’s name alone', async () => {
    const books = await client.fetchAddressBooks()
    assert.deepEqual(books.map(({ displayName, reports }) => [displayName, reports?.toSorted()]), [['Personal', ['addressbookMultiget', 'addressbookQuery', 'syncCollection']]])
    assert.match(books[0]?.url ?? '', /\/dav\/books\/bob\/[^/]+\/$/)
    assert.match(String(books[0]?.syncToken), /^urn:x-postern:sync:/)
  })

  it('makes, reads, changes and removes cards, and loses none of their properties', async () => {
    const addressBook = await personal()
    const more = 'item1.EMAIL;TYPE=INTERNET,pref:ann@example.test\r\nitem1.X-ABLabel:_$!<Work>!$_\r\nX-SOCIALPROFILE;TYPE=other;x-user=ann:x-apple:ann\r\nNOTE:Two lines\\nand a comma\\,\r\nBDAY;X-APPLE-OMIT-YEAR=1604:1604-04-12\r\n'
    const made = await client.createVCard({ addressBook, filename: 'ann 1.vcf', vCardString: card('ann-1', 'Ann Äß', more) })
    assert.equal(made.status, 201)
    const [ann, ...others] = await client.fetchVCards({ addressBook })
    assert.equal(others.length, 0)
    const text = String(ann?.data)
    for (const line of more.trimEnd().split('\r\n').filter((each) => !each.startsWith('BDAY'))) assert.ok(text.includes(line.split(/[;:]/)[0] ?? '') && text.includes(line.slice(line.indexOf(':'))), line)
    assert.match(text, /FN:Ann Äß/)
    assert.match(text, /BDAY[^:\r\n]*:.*04-?12/)

    assert.ok(ann)
    const changed = await client.updateVCard({ vCard: { ...ann, data: text.replace('FN:Ann Äß', 'FN:Anna') } })
    assert.equal(changed.status, 204)
    assert.equal((await client.updateVCard({ vCard: ann })).status, 412, 'over an older state')
    assert.equal((await client.deleteVCard({ vCard: ann })).status, 412)
    const [anna] = await client.fetchVCards({ addressBook })
    assert.match(String(anna?.data), /FN:Anna\r?\n/)
    assert.ok(anna)
    assert.equal((await client.deleteVCard({ vCard: anna })).status, 204)
    assert.deepEqual(await client.fetchVCards({ addressBook }), [])
  })

  it('keeps a copy in step by its tokens', async () => {
    const addressBook = await personal()
    for (const name of ['One', 'Two', 'Three']) await client.createVCard({ addressBook, filename: `${name}.vcf`, vCardString: card(`sync-${name}`, name) })
    const first = await client.smartCollectionSync({ collection: { ...(await personal()), syncToken: '', objects: [], objectMultiGet: client.addressBookMultiGet }, method: 'webdav', detailedResult: true })
    assert.deepEqual(names(first.objects.created).toSorted(), ['One.vcf', 'Three.vcf', 'Two.vcf'])
    const copy = { ...(await personal()), objects: await client.fetchVCards({ addressBook }), objectMultiGet: client.addressBookMultiGet }
    const two = copy.objects.find(({ url }) => url.endsWith('Two.vcf'))
    assert.ok(two)
    await client.deleteVCard({ vCard: two })
    await client.createVCard({ addressBook, filename: 'Four.vcf', vCardString: card('sync-Four', 'Four') })
    const one = copy.objects.find(({ url }) => url.endsWith('One.vcf'))
    assert.ok(one)
    await client.updateVCard({ vCard: { ...one, data: card('sync-One', 'One more') } })
    const { objects } = await client.smartCollectionSync({ collection: copy, method: 'webdav', detailedResult: true })
    assert.deepEqual([names(objects.created), names(objects.updated), names(objects.deleted)], [['Four.vcf'], ['One.vcf'], ['Two.vcf']])
  })

  it('searches, and makes a book', async () => {
    const addressBook = await personal()
    await client.createVCard({ addressBook, filename: 'z.vcf', vCardString: card('z', 'Zoë Quant') })
    const found = await client.addressBookQuery({
      url: addressBook.url,
      depth: '1',
      props: { 'd:getetag': {}, 'card:address-data': {} },
      filters: { 'card:prop-filter': { _attributes: { name: 'FN' }, 'card:text-match': { _attributes: { collation: 'i;unicode-casemap', 'match-type': 'contains' }, _text: 'ZOË' } } },
    })
    assert.deepEqual(found.map(({ href }) => href?.split('/').at(-1)), ['z.vcf'])
    const url = `${addressBook.url.replace(/[^/]+\/$/, '')}choir/`
    const [made] = await client.makeCollection({ url, props: { 'd:resourcetype': { 'd:collection': {}, 'card:addressbook': {} }, 'd:displayname': 'Choir' } })
    assert.ok(made === undefined || made.ok, JSON.stringify(made))
    assert.deepEqual((await client.fetchAddressBooks()).map(({ displayName }) => displayName), ['Personal', 'Choir'])
  })
})
