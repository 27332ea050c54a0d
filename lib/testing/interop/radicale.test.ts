import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { findProgram } from '#lib/cli/suites/find-program.ts'
import { discover } from '#lib/dav/client/discover.ts'
import { exchange, PUBLIC_REACH, type DavReach } from '#lib/dav/client/exchange.ts'
import { RemoteBookClient, type RemoteCard } from '#lib/dav/client/remote-book.ts'
import { DavProblem } from '#lib/dav/dav-problem.ts'
import { startRadicale, type RunningRadicale } from './radicale.ts'

const HERE: DavReach = { ...PUBLIC_REACH, allowed: ['loopback'] }
const NEVER = new AbortController().signal

async function kindOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(() => undefined, (problem: unknown) => problem)
  return error instanceof DavProblem ? error.kind : String(error)
}

const vcard = (uid: string, name: string): string => `BEGIN:VCARD\r\nVERSION:3.0\r\nUID:${uid}\r\nFN:${name}\r\nN:${name};;;;\r\nEMAIL:${uid}@example.test\r\nEND:VCARD\r\n`

describe('address books of Debian’s Radicale', () => {
  let radicale: RunningRadicale
  let book: RemoteBookClient
  before(async () => {
    radicale = await startRadicale(findProgram('radicale') ?? 'radicale')
    const make = `<d:mkcol xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:carddav"><d:set><d:prop><d:resourcetype><d:collection/><c:addressbook/></d:resourcetype><d:displayname>Freunde &amp; Familie</d:displayname></d:prop></d:set></d:mkcol>`
    const made = await exchange({ method: 'MKCOL', url: new URL('rita/friends/', radicale.url), headers: { 'content-type': 'application/xml' }, body: make }, radicale.account, HERE, NEVER)
    assert.equal(made.status, 201, made.text)
    book = new RemoteBookClient(`${radicale.url}rita/friends/`, radicale.account, HERE, NEVER)
  })
  after(() => radicale.stop())

  const cards = async (urls: readonly string[]): Promise<readonly RemoteCard[]> => Array.fromAsync(book.cards(urls))

  for (const path of ['', 'rita/', 'rita/friends/']) {
    it(`are found from /${path}`, async () => {
      const [found, ...more] = await discover(radicale.url + path, radicale.account, HERE, NEVER)
      assert.deepEqual([found?.title, found?.url, found?.mayWrite, found?.canSync, more.length], ['Freunde & Familie', `${radicale.url}rita/friends/`, true, true, 0])
    })
  }

  it('tell what is new, changed and gone, since the last time', async () => {
    const url = book.addressOf('ann')
    await book.put(url, vcard('ann', 'Ann'), { kind: 'nothing' })
    await book.put(book.addressOf('ben'), vcard('ben', 'Ben'), { kind: 'nothing' })
    const first = await book.changes('')
    assert.deepEqual([first.changed.map((each) => each.url).toSorted(), first.gone, first.isAll], [[url, book.addressOf('ben')], [], true])
    assert.deepEqual((await book.everything()).changed.toSorted((a, b) => (a.url < b.url ? -1 : 1)), first.changed.toSorted((a, b) => (a.url < b.url ? -1 : 1)))
    const [ann] = await cards([url])
    assert.match(ann?.text ?? '', /FN:Ann/)

    await book.put(url, vcard('ann', 'Anna'), { kind: 'state', etag: ann?.etag ?? '' })
    await book.remove(book.addressOf('ben'), first.changed.find((each) => each.url.endsWith('ben.vcf'))?.etag ?? '')
    const next = await book.changes(first.token)
    assert.deepEqual([next.changed.map((each) => each.url), next.gone, next.isAll], [[url], [book.addressOf('ben')], false])
    assert.deepEqual([(await book.changes(next.token)).changed, (await cards([book.addressOf('ben')])).length], [[], 0])
  })

  it('are not written over what somebody else has written', async () => {
    const url = book.addressOf('cleo')
    await book.put(url, vcard('cleo', 'Cleo'), { kind: 'nothing' })
    assert.equal(await kindOf(book.put(url, vcard('cleo', 'Other'), { kind: 'nothing' })), 'conflict')
    assert.equal(await kindOf(book.put(url, vcard('cleo', 'Other'), { kind: 'state', etag: '"old"' })), 'conflict')
    assert.equal(await kindOf(book.remove(url, '"old"')), 'conflict')
    assert.match((await cards([url]))[0]?.text ?? '', /FN:Cleo/)
    await book.remove(book.addressOf('nobody'), '"x"')
  })

  it('a token that the server knows no more is told apart', async () => {
    const { token } = await book.changes('')
    assert.equal(await kindOf(book.changes(token.replace(/[0-9a-f]{8}$/, '00000000'))), 'token-too-old')
  })

  it('a wrong password, another path and what is no CardDAV are told apart', async () => {
    assert.equal(await kindOf(discover(radicale.url, { ...radicale.account, password: 'guessed' }, HERE, NEVER)), 'refused-password')
    const plain = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hello</h1>')).listen(0, '127.0.0.1')
    await new Promise((resolve) => plain.once('listening', resolve))
    const { port } = plain.address() as AddressInfo
    assert.equal(await kindOf(discover(`http://127.0.0.1:${port}`, radicale.account, HERE, NEVER)), 'not-carddav')
    plain.close()
    assert.equal(await kindOf(discover(`http://127.0.0.1:${port}`, radicale.account, HERE, NEVER)), 'unreachable')
    assert.equal(await kindOf(discover(radicale.url, radicale.account, PUBLIC_REACH, NEVER)), 'not-allowed', 'a private address')
    assert.equal(await kindOf(discover('http://example.com/', radicale.account, PUBLIC_REACH, NEVER)), 'not-allowed', 'in the clear')
  })
})
