import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { isGatewayError } from '#lib/mail/gateway-error.ts'
import { DavPeer } from '#lib/testing/dav/dav-peer.ts'
import { vcard } from '#lib/testing/dav/outside-fixture.ts'
import { outsideSite, type OutsideSite } from '#lib/testing/dav/outside-site.ts'
import { BackgroundRuns } from './background-runs.ts'
import { KeptPasswords } from './kept-passwords.ts'
import { addServer, changePassword, findBooksAgain, followBooks, stopFollowing } from './outside-servers.ts'
import { runBook } from './run-book.ts'

const NEVER = new AbortController().signal
const MINUTE = 60_000

let peer: DavPeer
let site: OutsideSite
beforeEach(async () => {
  peer = await new DavPeer().start()
  peer.friends.put('ben.vcf', vcard('ben', 'Ben'))
  site = await outsideSite()
})
afterEach(async () => {
  await site.close()
  await peer.stop()
})

const refusalOf = (work: Promise<unknown>): Promise<string> => work.then(() => 'none', (error: unknown) => (isGatewayError(error) ? (error.refusal?.name ?? error.failure) : String(error)))
const names = async (book: string): Promise<readonly string[]> => (await site.kit.store.list(site.who, book, { offset: 0, limit: 100 })).rows.map(({ name }) => name)
const runOf = async (book: string) => (await site.kit.outside.book(book))?.run
/** A run, and what it leaves. */
async function ran(book: string, isAsked = false): Promise<string | undefined> {
  await runBook(site.kit, book, { isAsked })
  return (await runOf(book))?.problem
}

describe('a server of address books', () => {
  it('is found from its host, and each book is followed once', async () => {
    const { id, found, address } = await addServer(site.kit, site.who, { address: peer.url, ...peer.account }, { signal: NEVER })
    assert.deepEqual([found, address], [[{ url: peer.bookUrl(), title: 'Friends', mayWrite: true }], peer.url])
    const [book = ''] = await followBooks(site.kit, site.who, id, [peer.bookUrl(), 'https://elsewhere.example/'])
    assert.equal(await refusalOf(followBooks(site.kit, site.who, id, [peer.bookUrl()])), 'outside-nothing-chosen')
    assert.equal(await ran(book), '')
    assert.deepEqual([await names(book), (await site.kit.store.book(site.who, book)).title], [['Ben'], 'Friends'])
  })

  it('that refuses the password, has no books, cannot be reached or lies elsewhere is told apart', async () => {
    const add = (address: string, password = peer.account.password) => refusalOf(addServer(site.kit, site.who, { address, user: 'ann', password }, { signal: NEVER }))
    assert.equal(await add(peer.url, 'guessed'), 'outside-password')
    assert.equal(await add(peer.url, ''), 'outside-password')
    assert.equal(await add('not an address at all'), 'outside-none')
    assert.equal(await add('ftp://example.org/'), 'outside-none')
    peer.books.clear()
    assert.equal(await add(peer.url), 'outside-none')
    const { url } = peer
    await peer.stop()
    assert.equal(await add(url), 'outside-unreachable')
    for (const address of ['https://10.0.0.1/', 'https://[fd00::1]/', 'https://192.168.1.1:8443/', 'http://example.org/', 'https://93.184.216.34:22/', 'https://169.254.169.254/']) assert.equal(await add(address), 'outside-not-allowed', address)
    site.rules.current = { hosts: [], onLoopback: false }
    assert.equal(await add(url), 'outside-not-allowed', 'this machine, to others')
    site.rules.current = { hosts: ['dav.example.org'], onLoopback: true }
    assert.equal(await add('https://elsewhere.example/'), 'outside-not-allowed', 'not named by the site')
    site.rules.current = undefined
    assert.equal(await add(url), 'no-such-contact', 'switched off')
    assert.deepEqual(await site.kit.outside.servers(site.who.account), [])
    await peer.start()
  })

  it('on another origin gets no password', async () => {
    const heard: string[] = []
    const other = createServer((request, response) => {
      heard.push(String(request.headers.authorization))
      response.writeHead(404).end()
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const origin = `http://127.0.0.1:${(other.address() as AddressInfo).port}`
    peer.fault = () => ({ status: 301, headers: { location: `${origin}/dav/` } })
    const error: unknown = await addServer(site.kit, site.who, { address: peer.url, ...peer.account }, { signal: NEVER }).catch((problem: unknown) => problem)
    assert.deepEqual(isGatewayError(error) && error.refusal, { name: 'outside-moved', with: { origin } })
    assert.deepEqual(heard, [])
    peer.fault = () => undefined
    const { book, server } = await site.follow(peer)
    await site.kit.outside.changeServer(site.who.account, server, { address: `${origin}/` })
    assert.equal(await ran(book), 'not-allowed', 'a storage that somebody has changed')
    await site.kit.outside.unfollow(book)
    await site.kit.outside.follow({ book, account: site.who.account, server, url: `${origin}/dav/`, mayWrite: true })
    assert.equal(await ran(book), 'refused-password', 'the password does not open for another server')
    assert.deepEqual(heard, [])
    other.close()
  })

  it('is followed no longer when somebody stops, with or without its contacts', async () => {
    const { book, server } = await site.follow(peer)
    await ran(book)
    await stopFollowing(site.kit, site.who, { id: server, book, keeps: true })
    assert.deepEqual([await names(book), await site.kit.outside.book(book)], [['Ben'], undefined])
    const [other = ''] = await followBooks(site.kit, site.who, server, [peer.bookUrl()])
    await ran(other)
    await stopFollowing(site.kit, site.who, { id: server, book: undefined, keeps: false })
    assert.equal(await refusalOf(site.kit.store.book(site.who, other)), 'no-such-contact')
    assert.deepEqual([await site.kit.outside.servers(site.who.account), peer.friends.names()], [[], ['Ben']])
  })
})

describe('a run', () => {
  it('stops at a refused password and asks no more before there is another one', async () => {
    const { book, server } = await site.follow(peer)
    peer.account.password = 'changed over there'
    assert.equal(await ran(book), 'refused-password')
    const asked = peer.asked.length
    site.clock.now += 10 * 24 * 60 * MINUTE
    await ran(book, true)
    assert.equal(peer.asked.length, asked)
    assert.equal(await refusalOf(findBooksAgain(site.kit, site.who, server, NEVER)), 'outside-password')
    assert.equal(await refusalOf(changePassword(site.kit, site.who, { id: server, password: 'wrong' }, NEVER)), 'outside-password')
    await changePassword(site.kit, site.who, { id: server, password: 'changed over there' }, NEVER)
    assert.equal(await ran(book), '')
    assert.deepEqual(await names(book), ['Ben'])
  })

  it('leaves a server alone that has too much to do, for as long as it says', async () => {
    const { book } = await site.follow(peer)
    peer.fault = () => ({ status: 503, headers: { 'retry-after': '600' } })
    assert.equal(await ran(book), 'busy')
    peer.fault = () => undefined
    const asked = peer.asked.length
    site.clock.now += 9 * MINUTE
    assert.equal(await ran(book, true), 'busy')
    assert.equal(peer.asked.length, asked, 'not even when the person wants it')
    site.clock.now += MINUTE
    assert.equal(await ran(book), '')
    peer.fault = () => ({ status: 429 })
    assert.equal(await ran(book), 'busy')
    assert.equal((await runOf(book))?.notBefore, site.clock.now + 5 * MINUTE)
  })

  it('waits longer each time a server fails, but not for somebody who asks', async () => {
    const { book } = await site.follow(peer)
    peer.fault = () => ({ status: 500 })
    const pauses: number[] = []
    for (let time = 0; time < 9; time++) {
      await ran(book)
      const { notBefore = 0 } = (await runOf(book)) ?? {}
      pauses.push((notBefore - site.clock.now) / MINUTE)
      const asked = peer.asked.length
      site.clock.now = notBefore - 1
      await ran(book)
      assert.equal(peer.asked.length, asked)
      site.clock.now = notBefore
    }
    assert.deepEqual(pauses, [5, 10, 20, 40, 80, 160, 320, 360, 360])
    await ran(book)
    peer.fault = () => undefined
    assert.equal(await ran(book, true), '')
    assert.deepEqual([(await runOf(book))?.failures, await names(book)], [0, ['Ben']])
  })

  it('says what is wrong, and what is here stays', async () => {
    const { book } = await site.follow(peer)
    await ran(book)
    const friends = peer.friends
    peer.books.clear()
    assert.equal(await ran(book, true), 'gone')
    peer.books.set('friends', friends)
    peer.fault = () => ({ status: 302, headers: { location: 'https://elsewhere.example/' } })
    assert.equal(await ran(book, true), 'moved https://elsewhere.example')
    await peer.stop()
    assert.equal(await ran(book, true), 'unreachable')
    assert.deepEqual(await names(book), ['Ben'])
    assert.ok(!site.lines.join('').includes(peer.account.password))
    peer.fault = () => undefined
    await peer.start()
  })

  it('of somebody else goes first, unless they have died', async () => {
    const { book } = await site.follow(peer)
    await site.kit.outside.claim(book, 'another gateway', { now: site.clock.now, until: site.clock.now + MINUTE })
    const asked = peer.asked.length
    await ran(book, true)
    assert.equal(peer.asked.length, asked)
    site.clock.now += MINUTE
    assert.equal(await ran(book, true), '')
    assert.deepEqual(await names(book), ['Ben'])
  })

  it('goes on next time when its time is over', async () => {
    for (let at = 0; at < 200; at++) peer.friends.put(`${at}.vcf`, vcard(`u${at}`, `Person ${at}`))
    const { book } = await site.follow(peer)
    peer.fault = ({ body }) => {
      if (body.includes('multiget')) site.clock.now += 3 * MINUTE
      return undefined
    }
    assert.equal(await ran(book), 'unfinished')
    const { cards } = await site.kit.store.book(site.who, book)
    assert.ok(cards > 0 && cards < 201, String(cards))
    peer.fault = () => undefined
    assert.equal(await ran(book), '')
    assert.equal((await site.kit.store.book(site.who, book)).cards, 201)
  })

  it('of a book that was deleted here ends it, and nothing is deleted there', async () => {
    const { book } = await site.follow(peer)
    await ran(book)
    await site.kit.store.deleteBook(site.who, book)
    await ran(book)
    assert.deepEqual([await site.kit.outside.book(book), peer.friends.names()], [undefined, ['Ben']])
  })
})

describe('a kept password', () => {
  const place = { account: 'ann', origin: 'https://dav.example.org', user: 'ann' }

  it('opens with the key file alone, for its account and server alone', async () => {
    const sealed = site.kit.passwords.seal('pässwörd', place)
    assert.ok(!sealed.includes('pässwörd') && !Buffer.from(sealed, 'base64url').includes('pässwörd'))
    assert.equal(await (await KeptPasswords.open(site.data)).open(sealed, place), 'pässwörd', 'after a restart')
    for (const other of [{ ...place, account: 'ben' }, { ...place, origin: 'https://evil.example' }, { ...place, user: 'ben' }]) assert.equal(await site.kit.passwords.open(sealed, other), undefined)
    const elsewhere = await outsideSite()
    assert.equal(await elsewhere.kit.passwords.open(sealed, place), undefined, 'another key')
    await elsewhere.close()
    const file = path.join(site.data, 'gateway', 'kept-password-keys.json')
    assert.equal((await stat(file)).mode & 0o777, 0o600)
    assert.ok(!(await readFile(path.join(site.data, 'gateway', 'outside-books.sqlite'))).includes('pässwörd'))
  })
})

describe('runs in the background', () => {
  it('begin when the address book is opened and what is known is old, and after a change here', async () => {
    const { book } = await site.follow(peer)
    const runs = new BackgroundRuns(async () => site.kit)
    await runs.opened(site.who.account)
    await runs.run(book, { isAsked: false })
    assert.deepEqual(await names(book), ['Ben'])
    const asked = peer.asked.length
    site.clock.now += 14 * MINUTE
    await runs.opened(site.who.account)
    assert.equal(runs.isBusy(book), false)
    assert.equal(peer.asked.length, asked)
    site.clock.now += 2 * MINUTE
    await runs.opened(site.who.account)
    assert.equal(runs.isBusy(book), true)
    await runs.run(book, { isAsked: false })
    assert.ok(peer.asked.length > asked)
  })

  it('of one book come one after the other, and those who wait share the next', async () => {
    const { book } = await site.follow(peer)
    const runs = new BackgroundRuns(async () => site.kit)
    let at = 0
    let most = 0
    peer.fault = () => {
      most = Math.max(most, ++at)
      setImmediate(() => at--)
      return undefined
    }
    await Promise.all(Array.from({ length: 20 }, () => runs.run(book, { isAsked: true })))
    assert.equal(most, 1)
    assert.equal(peer.asked.filter((each) => each.startsWith('REPORT')).length, 3, 'one run that fetches, and one for all others')
  })
})
