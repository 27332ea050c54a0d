import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { DavPeer } from '#lib/testing/dav/dav-peer.ts'
import { PeerBook } from '#lib/testing/dav/peer-book.ts'
import { vcard } from '#lib/testing/dav/outside-fixture.ts'
import { outsideSite, type OutsideSite } from '#lib/testing/dav/outside-site.ts'
import { BackgroundRuns } from './background-runs.ts'
import { ownOutsideBook } from './own-outside-book.ts'
import { runBook } from './run-book.ts'
import { viewOutsideBook, viewServers } from './view-outside.ts'

let peer: DavPeer
let site: OutsideSite
beforeEach(async () => {
  peer = await new DavPeer().start()
  peer.friends.put('ben.vcf', vcard('ben', 'Ben'))
  peer.friends.put('böse %.vcf', 'no card')
  peer.books.set('work', new PeerBook('Work'))
  site = await outsideSite()
})
afterEach(async () => {
  await site.close()
  await peer.stop()
})

test('what is offered, what is followed, and what could not be taken or told are named', async () => {
  const { book } = await site.follow(peer)
  const runs = new BackgroundRuns(async () => site.kit)
  await site.kit.store.save(site.who, book, { properties: [{ name: 'fn', parameters: {}, type: 'text', values: ['Cleo'] }] })
  peer.fault = ({ method }) => (method === 'PUT' ? { status: 415 } : undefined)
  await runBook(site.kit, book, { isAsked: false })
  const [server] = await viewServers(site.kit, runs, site.who)
  assert.deepEqual([server?.host, server?.user, server?.offered.map(({ title }) => title)], [new URL(peer.url).host, 'ann', ['Work']])
  const [state] = server?.states ?? []
  assert.deepEqual([state?.title, state?.problem, state?.ended, state?.untaken, state?.untold.map(({ name }) => name), state?.conflicts], ['Friends', '', site.clock.now, ['böse %.vcf'], ['Cleo'], []])
  assert.ok(!JSON.stringify(server).includes(peer.account.password) && !JSON.stringify(server).includes('sealed'))
  assert.deepEqual(await viewOutsideBook(site.kit, runs, site.who, book), state)
})

test('others see no server and start no run', async () => {
  const { book } = await site.follow(peer)
  const ben = { ...site.who, account: 'another', user: 'ben', names: ['ben'] }
  assert.deepEqual(await viewServers(site.kit, new BackgroundRuns(async () => site.kit), ben), [])
  await assert.rejects(ownOutsideBook(site.kit, ben, book), /no-such-contact/)
})
