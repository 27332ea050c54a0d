import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { isGatewayError } from '#lib/mail/gateway-error.ts'
import { NO_CARD } from '#lib/mail/contacts/contact-fields.ts'
import { DavPeer } from '#lib/testing/dav/dav-peer.ts'
import { vcard } from '#lib/testing/dav/outside-fixture.ts'
import { outsideSite, type OutsideSite } from '#lib/testing/dav/outside-site.ts'
import { runBook } from './run-book.ts'
import { type Choice, conflictOf, settleConflict } from './settle-conflict.ts'

let peer: DavPeer
let site: OutsideSite
let book: string
beforeEach(async () => {
  peer = await new DavPeer().start()
  peer.friends.put('ben.vcf', vcard('ben', 'Ben'))
  site = await outsideSite()
  ;({ book } = await site.follow(peer))
  await run()
})
afterEach(async () => {
  await site.close()
  await peer.stop()
})

const run = (): Promise<void> => runBook(site.kit, book, { isAsked: true })
const rows = async () => (await site.kit.store.list(site.who, book, { offset: 0, limit: 100 })).rows
const here = async (): Promise<readonly string[]> => (await rows()).map(({ name }) => name)
const named = async (name: string): Promise<string> => {
  const [row] = await rows()
  const saved = await site.kit.store.save(site.who, book, { properties: [...NO_CARD.properties, { name: 'fn', parameters: {}, type: 'text', values: [name] }, { name: 'uid', parameters: {}, type: 'text', values: ['ben'] }] }, { id: row?.id ?? '', expected: row?.etag ?? '' })
  return saved.id
}
/** Both have changed Ben. */
async function differ(): Promise<string> {
  const id = await named('Ben here')
  peer.friends.put('ben.vcf', vcard('ben', 'Ben there'))
  await run()
  return id
}
async function choose(id: string, keep: Choice): Promise<void> {
  const conflict = await conflictOf(site.kit, await site.kit.store.card(site.who, { book, id }))
  assert.ok(conflict)
  await settleConflict(site.kit, site.who, { book, id }, { keep, seen: conflict.seen })
  assert.equal(await conflictOf(site.kit, await site.kit.store.card(site.who, { book, id })), undefined)
  await run()
  await run()
}

for (const [keep, expected] of [['here', ['Ben here']], ['there', ['Ben there']], ['both', ['Ben here', 'Ben there']]] as const) {
  test(`what differs is settled by what is ${keep}`, async () => {
    await choose(await differ(), keep)
    assert.deepEqual([await here(), peer.friends.names()], [expected, expected])
  })
}

test('what was deleted there is told there again', async () => {
  const id = await named('Ben here')
  peer.friends.remove('ben.vcf')
  await run()
  await choose(id, 'here')
  assert.deepEqual([await here(), peer.friends.names()], [['Ben here'], ['Ben here']])
})

test('what was deleted there goes here, too', async () => {
  const id = await named('Ben here')
  peer.friends.remove('ben.vcf')
  await run()
  const conflict = await conflictOf(site.kit, await site.kit.store.card(site.who, { book, id }))
  assert.deepEqual([conflict?.kind, conflict?.theirs], ['deleted', undefined])
  await settleConflict(site.kit, site.who, { book, id }, { keep: 'there', seen: conflict?.seen ?? '' })
  await run()
  assert.deepEqual([await here(), peer.friends.names()], [[], []])
})

test('nobody chooses between states that they have not seen', async () => {
  const id = await differ()
  const { seen = '' } = (await conflictOf(site.kit, await site.kit.store.card(site.who, { book, id }))) ?? {}
  peer.friends.put('ben.vcf', vcard('ben', 'Ben there, again'))
  await run()
  const failure: unknown = await settleConflict(site.kit, site.who, { book, id }, { keep: 'here', seen }).catch((error: unknown) => error)
  assert.ok(isGatewayError(failure) && failure.failure === 'conflict')
  assert.deepEqual([await here(), peer.friends.names()], [['Ben here'], ['Ben there, again']])
})

test('two copies are one when the choice was broken off and is made again', async () => {
  const id = await differ()
  const { seen = '' } = (await conflictOf(site.kit, await site.kit.store.card(site.who, { book, id }))) ?? {}
  const { save } = site.kit.store
  let saved = 0
  site.kit.store.save = async (...args) => {
    if (++saved === 2) throw new Error('the process has ended')
    return save(...args)
  }
  await assert.rejects(settleConflict(site.kit, site.who, { book, id }, { keep: 'both', seen }), /ended/)
  Object.assign(site.kit.store, { save })
  await settleConflict(site.kit, site.who, { book, id }, { keep: 'both', seen })
  await run()
  assert.deepEqual([await here(), peer.friends.names()], [['Ben here', 'Ben there'], ['Ben here', 'Ben there']])
})
