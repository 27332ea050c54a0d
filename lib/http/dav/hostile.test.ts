import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { basic, startDavServer, type DavAnswer, type DavServer } from '#lib/testing/gateway/dav-server.ts'

const BOOK = '/dav/books/bob/mine/'
const propfind = (inner: string, before = ''): string => `<?xml version="1.0"?>${before}<propfind xmlns="DAV:">${inner}</propfind>`

describe('what programs, and what poses as one, send to address books', () => {
  let server: DavServer
  before(async () => {
    server = await startDavServer()
    assert.equal((await bob('MKCOL', BOOK)).status, 201)
  })
  after(() => server.stop())

  const bob = (method: string, path: string, body: string | Buffer = '', headers: Readonly<Record<string, string>> = {}): Promise<DavAnswer> => server.ask({ method, path, as: server.bob, headers: { depth: '0', ...headers }, body })
  const card = (more: string): string => `BEGIN:VCARD\r\nVERSION:3.0\r\nUID:h\r\nFN:H\r\nN:H;;;;\r\n${more}END:VCARD\r\n`

  const documents: readonly (readonly [string, string | Buffer])[] = [
    ['an entity', propfind('<prop>&x;</prop>', '<!DOCTYPE propfind [<!ENTITY x SYSTEM "file:///etc/passwd">]>')],
    ['a billion laughs', propfind('<prop>&c;</prop>', `<!DOCTYPE propfind [<!ENTITY a "${'ha'.repeat(100)}"><!ENTITY b "${'&a;'.repeat(100)}"><!ENTITY c "${'&b;'.repeat(100)}">]>`)],
    ['a document type alone', propfind('<allprop/>', '<!DOCTYPE propfind SYSTEM "http://127.0.0.1/x.dtd">')],
    ['an undeclared prefix', '<d:propfind><d:allprop/></d:propfind>'],
    ['depth', propfind('<a>'.repeat(40) + '</a>'.repeat(40))],
    ['very many elements', propfind(`<prop>${'<a/>'.repeat(30_000)}</prop>`)],
    ['what is never closed', '<propfind xmlns="DAV:"><prop>'],
    ['octets that are no UTF-8', Buffer.from([0x3c, 0xff, 0xfe, 0x3e])],
    ['UTF-16', Buffer.from(propfind('<allprop/>'), 'utf16le')],
    ['another root', '<propertyupdate xmlns="DAV:"/>'],
    ['a root without a namespace', '<propfind><allprop/></propfind>'],
  ]
  for (const [what, document] of documents) {
    it(`${what} is refused in words`, async () => {
      const { status, body } = await bob('PROPFIND', BOOK, document)
      assert.equal(status, 400)
      assert.match(body, /cannot be read/)
      assert.doesNotMatch(body, /root:|haha/)
    })
  }

  it('ten megabytes are refused, whether they are announced or not', async () => {
    const large = Buffer.alloc(10 * 1024 * 1024, 'x')
    for (const [method, path] of [['PROPFIND', BOOK], ['REPORT', BOOK], ['PUT', `${BOOK}large.vcf`], ['PROPPATCH', BOOK], ['MKCOL', '/dav/books/bob/other/']] as const) {
      const { status, body, headers } = await bob(method, path, large)
      assert.deepEqual([status, headers.connection], [413, 'close'], method)
      assert.match(body, /too large/)
    }
    // Whoever is still writing when the server hangs up may lose what it said; a client asks again.
    let answer = ''
    for (let times = 0; answer === '' && times < 5; times++) answer = await pourChunks(server)
    assert.match(answer, /^HTTP\/1\.1 413 /)
  })

  it('a card may have 700 kilobytes, and what was given can be taken back', async () => {
    const note = (kilobytes: number): string => card(`NOTE:${'x'.repeat(kilobytes * 1024)}\r\n`)
    assert.equal((await bob('PUT', `${BOOK}big.vcf`, note(700))).status, 201)
    const { body } = await bob('GET', `${BOOK}big.vcf`)
    assert.equal((await bob('PUT', `${BOOK}big.vcf`, body)).status, 204)
    for (const more of [note(800), note(1100), card(`NOTE:${'"'.repeat(600 * 1024)}\r\n`)]) {
      const over = await bob('PUT', `${BOOK}big.vcf`, more)
      assert.deepEqual([over.status, /700 KB|too large/.test(over.body)], [413, true])
    }
    assert.equal((await bob('GET', `${BOOK}big.vcf`)).body, body)
  })

  it('anything but one card is refused, and nothing of it is kept', async () => {
    const one = card('')
    for (const [body, type, status] of [['', 'text/vcard', 403], ['BEGIN:VCARD\r\nEND:VCARD\r\n', 'text/vcard', 403], [one.replace('END:VCARD\r\n', ''), 'text/vcard', 403], [one + one, 'text/vcard', 403], ['<html>', 'text/html', 415], ['{}', 'application/vcard+json', 415], ['\u0000', 'text/vcard', 403]] as const) {
      assert.equal((await bob('PUT', `${BOOK}odd.vcf`, body, { 'content-type': type })).status, status, `${type} ${String(body).slice(0, 20)}`)
    }
    assert.equal((await bob('GET', `${BOOK}odd.vcf`)).status, 404)
  })

  it('what a card holds is data: markup stays text, and links are never fetched', async () => {
    const evil = card('NOTE:<script>alert(1)</script>]]>&x\\;\r\nPHOTO;VALUE=uri:http://127.0.0.1:1/x.png\r\nX-NUL:a\0b\r\nURL:javascript:alert(1)\r\n')
    assert.equal((await bob('PUT', `${BOOK}evil.vcf`, evil.replace('UID:h', 'UID:e'))).status, 201)
    const { body } = await bob('REPORT', BOOK, '<c:addressbook-multiget xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:carddav"><prop><c:address-data/></prop><href>/dav/books/bob/mine/evil.vcf</href></c:addressbook-multiget>')
    assert.match(body, /&lt;script&gt;alert\(1\)&lt;\/script&gt;\]\]&gt;&amp;x/)
    assert.ok(!body.includes('<script>') && !body.includes('\0'))
    const { headers } = await bob('GET', `${BOOK}evil.vcf`)
    assert.deepEqual([headers['content-disposition'], headers['x-content-type-options']], ['attachment', 'nosniff'])
    assert.match(String(headers['content-security-policy']), /default-src 'none'/)
  })

  it('names may be strange, and paths lead nowhere else', async () => {
    for (const name of ['%25', 'a%20b', '%C3%A4', 'a%26b%3Cc%3E', '..%20', 'x'.repeat(255), '%F0%9F%98%80', '-', '*']) {
      assert.equal((await bob('PUT', BOOK + name, card('').replace('UID:h', `UID:${name}`))).status, 201, name)
      assert.equal((await bob('GET', BOOK + name)).status, 200, name)
    }
    for (const path of ['%2e%2e', '..', 'a%2Fb', '%00', '%0a', '%ff', 'x'.repeat(256), 'a/b', '%2e%2e%2f%2e%2e%2fpeople']) assert.ok([403, 404, 405].includes((await bob('PUT', BOOK + path, card(''))).status), path)
    const listed = await bob('PROPFIND', BOOK, '<propfind xmlns="DAV:"><prop><getetag/></prop></propfind>', { depth: '1' })
    assert.match(listed.body, /<d:href>\/dav\/books\/bob\/mine\/a%26b%3Cc%3E<\/d:href>/)
    for (const path of ['/dav/nothing/', '/dav/books', '/dav/people/', '/dav/books//mine/', '/dav/people/bob/x/', '/dav/books/bob/%2e%2e/', '/dav/books/bob/mine/x/y']) assert.equal((await bob('PROPFIND', path)).status, 404, path)
    assert.equal((await bob('PROPFIND', BOOK, '', { depth: 'infinity' })).status, 403)
    assert.equal((await bob('PROPFIND', BOOK, '', { depth: '2' })).status, 400)
    for (const method of ['POST', 'LOCK', 'MOVE', 'COPY', 'PATCH', 'ACL', 'TRACE']) assert.equal((await bob(method, BOOK)).status, 405, method)
  })

  it('nobody reaches the books of others, by their path or by their name under one’s own', async () => {
    const alices = async (method: string, path: string, body = ''): Promise<DavAnswer> => server.ask({ method, path, as: server.alice, headers: { depth: '1' }, body })
    assert.equal((await alices('MKCOL', '/dav/books/alice/secret/')).status, 201)
    assert.equal((await alices('PUT', '/dav/books/alice/secret/s.vcf', card('NOTE:hidden\r\n'))).status, 201)
    const { body } = await alices('PROPFIND', '/dav/books/alice/')
    const id = /<d:href>\/dav\/books\/alice\/([^/]+)\/<\/d:href>/.exec(body)?.[1] ?? ''
    assert.notEqual(id, '')
    for (const method of ['PROPFIND', 'GET', 'PUT', 'DELETE', 'REPORT', 'PROPPATCH', 'MKCOL']) {
      for (const path of ['/dav/books/alice/secret/s.vcf', '/dav/books/alice/secret/', `/dav/books/alice/${id}/`, '/dav/books/alice/none/', '/dav/people/alice/', '/dav/books/alice/']) {
        const { status, body: text } = await bob(method, path, method === 'PUT' ? card('') : '')
        assert.ok([403, 405].includes(status), `${method} ${path} ${status}`)
        assert.doesNotMatch(text, /hidden/)
      }
      const under = await bob(method, `/dav/books/bob/${id}/s.vcf`, method === 'PUT' ? card('') : '')
      assert.ok([400, 404, 405].includes(under.status), `${method} ${under.status}`)
    }
    const stolen = await bob('REPORT', BOOK, `<c:addressbook-multiget xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:carddav"><prop><c:address-data/></prop><href>/dav/books/alice/secret/s.vcf</href><href>/dav/books/bob/mine/../../alice/secret/s.vcf</href><href>/dav/books/bob/secret/s.vcf</href></c:addressbook-multiget>`)
    assert.equal([...stolen.body.matchAll(/404 Not Found/g)].length, 3)
    assert.doesNotMatch(stolen.body, /hidden/)
  })

  it('questions have limits', async () => {
    const report = (inner: string): string => `<c:addressbook-query xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:carddav"><prop><getetag/></prop><c:filter>${inner}</c:filter></c:addressbook-query>`
    const match = '<c:prop-filter name="FN"><c:text-match collation="x">a</c:text-match></c:prop-filter>'
    for (const [body, status, precondition] of [
      [report('<c:prop-filter name="FN"/>'.repeat(101)), 403, 'supported-filter'],
      [report(match), 403, 'supported-collation'],
      [report('<other/>'), 403, 'supported-filter'],
      ['<expand-property xmlns="DAV:"/>', 403, 'supported-report'],
      [`<propfind xmlns="DAV:"/>`, 403, 'supported-report'],
    ] as const) {
      const answer = await bob('REPORT', BOOK, body)
      assert.deepEqual([answer.status, answer.body.includes(precondition)], [status, true], precondition)
    }
    const hrefs = '<href>/dav/books/bob/mine/x</href>'.repeat(5001)
    assert.equal((await bob('REPORT', BOOK, `<c:addressbook-multiget xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:carddav"><prop><getetag/></prop>${hrefs}</c:addressbook-multiget>`)).status, 400)
    assert.doesNotMatch(server.lines.join(''), /"level":"error"/, 'nothing of this was our fault')
  })
})

/** Puts a card that never ends, in chunks, until the server hangs up; what it said. */
async function pourChunks(server: DavServer): Promise<string> {
  const socket = connect(Number(new URL(server.origin).port), '127.0.0.1')
  socket.on('error', () => undefined) // cut off while it writes
  socket.write(`PUT ${BOOK}chunked.vcf HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: ${basic(server.bob)}\r\nTransfer-Encoding: chunked\r\n\r\n`)
  const pour = setInterval(() => socket.write(`10000\r\n${'x'.repeat(65_536)}\r\n`), 1)
  let answer = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    clearInterval(pour)
    answer += chunk
  })
  await new Promise((resolve) => socket.once('close', resolve))
  clearInterval(pour)
  return answer
}
