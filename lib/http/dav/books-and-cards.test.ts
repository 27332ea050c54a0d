import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { bookReader } from '#lib/gateway/address-book/contacts-of.ts'
import { startDavServer, type DavAnswer, type DavServer } from '#lib/testing/gateway/dav-server.ts'

const HOME = '/dav/books/bob/'
const card = (uid: string, name: string, more = ''): string => `BEGIN:VCARD\r\nVERSION:4.0\r\nUID:${uid}\r\nFN:${name}\r\n${more}END:VCARD\r\n`
const mkcol = (title: string): string => `<d:mkcol xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:carddav"><d:set><d:prop><d:resourcetype><d:collection/><c:addressbook/></d:resourcetype><d:displayname>${title}</d:displayname></d:prop></d:set></d:mkcol>`
const sync = (token: string, more = ''): string => `<sync-collection xmlns="DAV:"><sync-token>${token}</sync-token><sync-level>1</sync-level>${more}<prop><getetag/></prop></sync-collection>`
const tokenIn = ({ body }: DavAnswer): string => /<d:sync-token>([^<]*)</.exec(body)?.[1] ?? ''
/** Names and statuses in a multistatus. */
const told = ({ body }: DavAnswer): readonly string[] => [...body.matchAll(/<d:href>([^<]*)<\/d:href><d:(propstat|status)>(?:HTTP\/1.1 (\d+))?/g)].map(([, href = '', , status = '200']) => `${decodeURIComponent(href.split('/').at(-1) ?? '')} ${status}`)

describe('books and cards over CardDAV', () => {
  let server: DavServer
  before(async () => {
    server = await startDavServer()
  })
  after(() => server.stop())

  const bob = (method: string, path: string, body = '', headers: Readonly<Record<string, string>> = {}): Promise<DavAnswer> => server.ask({ method, path: path.startsWith('/') ? path : HOME + path, as: server.bob, headers, body })
  const statusOf = async (...asked: Parameters<typeof bob>): Promise<number> => (await bob(...asked)).status
  const preconditionOf = ({ body }: DavAnswer): string => /<d:error[^>]*><(?:d|card):([a-z-]+)\/>/.exec(body)?.[1] ?? ''
  const make = async (name: string): Promise<string> => {
    assert.equal(await statusOf('MKCOL', `${name}/`, mkcol(`Book ${name}`)), 201)
    return `${name}/`
  }

  it('a book is made once, with a name that its program chooses, renamed and deleted', async () => {
    assert.equal(await statusOf('MKCOL', 'Chor%20%C3%A4/', mkcol('Chor &amp; Ä')), 201)
    const again = await bob('MKCOL', 'Chor%20%C3%A4/', mkcol('Again'))
    assert.equal(again.status, 405)
    assert.equal(await statusOf('MKCOL', 'calendar/', '<mkcol xmlns="DAV:"><set><prop><resourcetype><collection/></resourcetype></prop></set></mkcol>'), 403)
    const rename = (property: string): string => `<propertyupdate xmlns="DAV:"><set><prop>${property}</prop></set></propertyupdate>`
    assert.match((await bob('PROPPATCH', 'Chor%20%C3%A4/', rename('<displayname>Choir</displayname>'))).body, /200 OK/)
    const both = await bob('PROPPATCH', 'Chor%20%C3%A4/', rename('<displayname>Other</displayname><color xmlns="urn:x">red</color>'))
    assert.match(both.body, /424 Failed Dependency[\s\S]*403 Forbidden|403 Forbidden[\s\S]*424 Failed Dependency/)
    const seen = await bob('PROPFIND', 'Chor%20%C3%A4/', '', { depth: '0' })
    assert.match(seen.body, /<d:displayname>Choir<\/d:displayname>/)
    assert.equal(await statusOf('DELETE', 'Chor%20%C3%A4/'), 204)
    assert.equal(await statusOf('PROPFIND', 'Chor%20%C3%A4/', '', { depth: '0' }), 404)
    const [, personal = ''] = /<d:href>([^<]*)<\/d:href><d:propstat><d:prop><d:displayname>Personal/.exec((await bob('PROPFIND', HOME, '<propfind xmlns="DAV:"><prop><displayname/></prop></propfind>', { depth: '1' })).body) ?? []
    assert.deepEqual([await statusOf('DELETE', personal), await statusOf('PROPPATCH', personal, rename('<displayname>Mine</displayname>')), await statusOf('DELETE', HOME)], [403, 403, 405])
  })

  it('a card is written over the state that its program knows, and no other', async () => {
    const path = `${await make('states')}a.vcf`
    assert.equal(await statusOf('PUT', path, card('a', 'Ann'), { 'if-match': '*' }), 412, 'nothing there')
    assert.equal(await statusOf('PUT', path, card('a', 'Ann'), { 'if-none-match': '*' }), 201)
    assert.equal(await statusOf('PUT', path, card('a', 'Bea'), { 'if-none-match': '*' }), 412)
    const { headers } = await bob('GET', path)
    const etag = headers.etag ?? ''
    assert.match(etag, /^"[^"]+"$/)
    assert.equal(await statusOf('GET', path, '', { 'if-none-match': `"x", W/${etag}` }), 304)
    assert.equal(await statusOf('PUT', path, card('a', 'Bea'), { 'if-match': `W/${etag}` }), 412, 'a weak one never matches')
    const race = await Promise.all(['One', 'Two'].map((name) => statusOf('PUT', path, card('a', name), { 'if-match': `"other", ${etag}` })))
    assert.deepEqual(race.toSorted(), [204, 412])
    assert.equal(await statusOf('DELETE', path, '', { 'if-match': etag }), 412)
    assert.match((await bob('GET', path)).body, race[0] === 204 ? /FN:One/ : /FN:Two/)
    const fresh = (await bob('HEAD', path)).headers.etag ?? ''
    assert.deepEqual([await statusOf('DELETE', path, '', { 'if-match': fresh }), await statusOf('DELETE', path), await statusOf('GET', path)], [204, 404, 404])
  })

  it('every property comes back, in the version that is asked for', async () => {
    const path = `${await make('versions')}v.vcf`
    const lines = ['N:Ängström;Zoë;;;', 'item1.TEL;VALUE=uri;TYPE=cell:tel:+49-30-1', 'item1.X-ABLABEL:Büro', 'X-UNKNOWN;X-OWN=1;X-A="b;c":d\\,e', 'KIND:individual', 'RELATED;TYPE=friend:urn:uuid:1', `NOTE:${'long ä '.repeat(60)}end`]
    assert.equal(await statusOf('PUT', path, card('v', 'Zoë', `${lines.join('\r\n')}\r\n`), { 'content-type': 'text/vcard; charset=utf-8' }), 201)
    const four = await bob('GET', path, '', { accept: 'text/vcard; version=4.0' })
    const three = await bob('GET', path)
    assert.deepEqual([four.headers['content-type'], three.headers['content-type']], ['text/vcard; charset=utf-8; version=4.0', 'text/vcard; charset=utf-8; version=3.0'])
    const unfolded = four.body.replaceAll('\r\n ', '')
    for (const line of lines) assert.ok(unfolded.toLowerCase().includes(line.toLowerCase()), line)
    for (const line of four.body.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line)
    assert.equal(await statusOf('PUT', path, three.body), 204)
    const back = (await bob('GET', path, '', { accept: 'text/vcard;version=4.0' })).body.replaceAll('\r\n ', '')
    assert.deepEqual(back.split('\r\n').toSorted().map((line) => line.toLowerCase()), unfolded.split('\r\n').toSorted().map((line) => line.toLowerCase()), 'through version 3 and back')
    const part = await bob('REPORT', 'versions/', `<c:addressbook-multiget xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:carddav"><prop><c:address-data content-type="text/vcard" version="4.0"><c:prop name="TEL"/></c:address-data></prop><href>${HOME}versions/v.vcf</href><href>${HOME}versions/none.vcf</href><href>/dav/books/alice/x/y.vcf</href><href>http://[</href></c:addressbook-multiget>`)
    assert.match(part.body, /TEL;/)
    assert.doesNotMatch(part.body, /NOTE/)
    assert.deepEqual(told(part), ['y.vcf 404', '[ 404', 'v.vcf 200', 'none.vcf 404'])
    const other = await bob('REPORT', 'versions/', '<c:addressbook-query xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:carddav"><prop><c:address-data content-type="application/vcard+json"/></prop></c:addressbook-query>')
    assert.deepEqual([other.status, preconditionOf(other)], [403, 'supported-address-data'])
  })

  it('a uid is one card’s', async () => {
    const book = await make('uids')
    assert.equal(await statusOf('PUT', `${book}a.vcf`, card('urn:uuid:0A1B2C3D-0000-4000-8000-0000000000AA', 'A')), 201)
    const second = await bob('PUT', `${book}b.vcf`, card('0a1b2c3d-0000-4000-8000-0000000000aa', 'B'))
    assert.deepEqual([second.status, preconditionOf(second)], [409, 'no-uid-conflict'])
    assert.match(second.body, /Another card has this UID/)
    assert.equal(preconditionOf(await bob('PUT', `${book}a.vcf`, card('other', 'A'))), 'no-uid-conflict')
    assert.equal(await statusOf('PUT', `${book}a.vcf`, 'BEGIN:VCARD\nVERSION:3.0\nFN:A\nN:A;;;;\nEND:VCARD\n'), 204, 'one without keeps it')
    assert.match((await bob('GET', `${book}a.vcf`)).body, /UID:urn:uuid:0A1B2C3D|UID:0a1b2c3d/i)
  })

  it('tokens say what is new, changed and gone, a part at a time where that is asked for', async () => {
    const book = await make('sync')
    for (const name of ['a', 'b', 'c']) await bob('PUT', `${book}${name}.vcf`, card(name, name))
    const first = await bob('REPORT', book, sync(''))
    assert.deepEqual(told(first), ['a.vcf 200', 'b.vcf 200', 'c.vcf 200'])
    await bob('DELETE', `${book}a.vcf`)
    await bob('PUT', `${book}b.vcf`, card('b', 'b 2'))
    await bob('PUT', `${book}d.vcf`, card('d', 'd'))
    const next = await bob('REPORT', book, sync(tokenIn(first)))
    assert.deepEqual(told(next), ['b.vcf 200', 'd.vcf 200', 'a.vcf 404'])
    assert.deepEqual(told(await bob('REPORT', book, sync(tokenIn(next)))), [])
    const part = await bob('REPORT', book, sync(tokenIn(first), '<limit><nresults>2</nresults></limit>'))
    assert.deepEqual(told(part), ['b.vcf 200', 'a.vcf 404', ' 507'])
    const rest = await bob('REPORT', book, sync(tokenIn(part), '<limit><nresults>2</nresults></limit>'))
    assert.deepEqual([told(rest), tokenIn(rest)], [['d.vcf 200'], tokenIn(next)])
    for (const token of ['urn:other', `${tokenIn(next)}0`, tokenIn(next).replace(/\d+$/, '-1'), tokenIn(next).replace(/[^:]+:\d+$/, 'x:1')]) {
      const refused = await bob('REPORT', book, sync(token))
      assert.deepEqual([refused.status, preconditionOf(refused)], [403, 'valid-sync-token'], token)
    }
  })

  it('a book that is made anew under its name is another one: neither tokens nor tags go on', async () => {
    const book = await make('anew')
    await bob('PUT', `${book}a.vcf`, card('a', 'A'))
    const [token, etag] = [tokenIn(await bob('REPORT', book, sync(''))), (await bob('GET', `${book}a.vcf`)).headers.etag]
    await bob('DELETE', book)
    await make('anew')
    await bob('PUT', `${book}a.vcf`, card('a', 'Another'))
    assert.equal(preconditionOf(await bob('REPORT', book, sync(token))), 'valid-sync-token')
    assert.equal(await statusOf('GET', `${book}a.vcf`, '', { 'if-none-match': etag ?? '' }), 200)
  })

  it('a shared book is among one’s own, with the rights that its owner gave', async () => {
    const alice = bookReader({ account: server.accountOf(server.alice), user: 'alice', address: 'alice' }, [])
    const { id } = await server.books.createBook(alice, 'Ours')
    await server.books.save(alice, id, { properties: [{ name: 'fn', parameters: {}, type: 'text', values: ['Ann'] }] })
    const share = (right: 'read' | 'write' | 'manage' | undefined): Promise<void> => server.books.share(alice, id, { to: 'user', name: 'bob', right })
    const asked = '<propfind xmlns="DAV:"><prop><displayname/><current-user-privilege-set/></prop></propfind>'
    const rename = '<propertyupdate xmlns="DAV:"><set><prop><displayname>Theirs</displayname></prop></set></propertyupdate>'
    const tried = async (): Promise<readonly number[]> => [await statusOf('PROPFIND', `${id}/`, asked, { depth: '0' }), await statusOf('PUT', `${id}/new.vcf`, card('new', 'New')), await statusOf('PROPPATCH', `${id}/`, rename), await statusOf('DELETE', `${id}/`)]
    const privileges = async (): Promise<readonly string[]> => [...(await bob('PROPFIND', `${id}/`, asked, { depth: '0' })).body.matchAll(/<d:privilege><d:([a-z-]+)/g)].map(([, name = '']) => name)
    assert.deepEqual(await tried(), [404, 404, 404, 404])
    await share('read')
    assert.deepEqual([await tried(), await privileges()], [[207, 403, 403, 403], ['read', 'read-current-user-privilege-set']])
    assert.match((await bob('PROPFIND', `${id}/`, asked, { depth: '0' })).body, /Ours \(.*alice\)/)
    await share('write')
    assert.deepEqual([await tried(), await privileges()], [[207, 201, 403, 403], ['read', 'read-current-user-privilege-set', 'write-content', 'bind', 'unbind']])
    await share('manage')
    assert.deepEqual([await tried(), (await privileges()).includes('write-properties')], [[207, 204, 207, 403], true])
    assert.equal((await server.books.book(alice, id)).title, 'Theirs')
    await share(undefined)
    assert.deepEqual(await tried(), [404, 404, 404, 404])
  })

  it('a large book is read as a whole, a part of it at a time', async () => {
    const book = await make('large')
    const names = Array.from({ length: 60 }, (_, at) => `n${String(at).padStart(2, '0')}.vcf`)
    for (const name of names) await bob('PUT', book + name, card(name, `Name ${name}`))
    const listed = await bob('PROPFIND', book, '<propfind xmlns="DAV:"><prop><getetag/></prop></propfind>', { depth: '1' })
    assert.deepEqual(told(listed), [' 200', ...names.map((name) => `${name} 200`)])
    const query = (more: string): string => `<c:addressbook-query xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:carddav"><prop><c:address-data/></prop>${more}</c:addressbook-query>`
    const found = await bob('REPORT', book, query('<c:filter><c:prop-filter name="FN"><c:text-match match-type="starts-with">NAME N5</c:text-match></c:prop-filter></c:filter>'))
    assert.equal(told(found).length, 10)
    assert.deepEqual(told(await bob('REPORT', book, query('<c:filter/><c:limit><c:nresults>3</c:nresults></c:limit>'))).at(-1), ' 507')
  })
})
