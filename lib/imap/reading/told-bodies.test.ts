import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BodyPart } from '#lib/mail/body-structure.ts'
import { toUid, toUidValidity } from '#lib/mail/uid.ts'
import { ViewCache } from '../pool/view-cache.ts'
import { keepHtml, keptHtml } from './kept-html.ts'
import { bodiesTold, keepBodiesTold } from './told-bodies.ts'

const part = (section: string, more: Partial<BodyPart>): BodyPart => ({ section, type: 'text', subtype: 'plain', parameters: {}, id: '', description: '', encoding: '7bit', size: 100, language: [], location: '', children: [], ...more })
const RICH = part('', { type: 'multipart', subtype: 'alternative', children: [part('1', {}), part('2', { subtype: 'html', size: 300 })] })
const INBOX = { mailbox: 'INBOX', uidValidity: toUidValidity(7) }
const ref = (uid: number, uidValidity = INBOX.uidValidity) => ({ mailbox: 'INBOX', uidValidity, uid: toUid(uid) })
const message = (uid: number, size = 1000) => ({ uid: toUid(uid), size, structure: RICH })

test('an index tells which sections show a message, in that incarnation of its mailbox and for that account', () => {
  const cache = new ViewCache(1_000_000)
  const views = cache.of('alice')
  keepBodiesTold(views, INBOX, [message(1), message(2, 5000)])
  assert.deepEqual([...bodiesTold(views, ref(1))], [['1', 100], ['2', 300]])
  assert.deepEqual([...bodiesTold(views, ref(2), 4999)], [], 'of one that somebody is asked about first nothing is fetched')
  assert.deepEqual([bodiesTold(views, ref(3)).size, bodiesTold(views, ref(1, toUidValidity(8))).size, bodiesTold(cache.of('bob'), ref(1)).size], [0, 0, 0])
})

test('of one mailbox five hundred messages are remembered, those that were told of last', () => {
  const views = new ViewCache(1_000_000).of('alice')
  keepBodiesTold(views, INBOX, Array.from({ length: 400 }, (_, at) => message(at + 1)))
  keepBodiesTold(views, INBOX, [message(1), ...Array.from({ length: 200 }, (_, at) => message(at + 1001))])
  assert.deepEqual([1, 2, 101, 102, 400, 1200].map((uid) => bodiesTold(views, ref(uid)).size), [2, 0, 0, 2, 2, 2])
})

test('HTML is kept where all of it was read, for a minute; of a message that could not be read there is none', async ({ mock }) => {
  mock.timers.enable({ apis: ['Date'] })
  const views = new ViewCache(1_000_000).of('alice')
  const body = { part: part('2', { subtype: 'html' }), octets: Buffer.from('<p>'), cut: false }
  keepHtml(views, ref(1), Promise.resolve({ structure: RICH, bodies: [body] }))
  keepHtml(views, ref(2), Promise.resolve({ structure: RICH, bodies: [{ ...body, cut: true }] }))
  keepHtml(views, ref(3), Promise.reject(new Error('gone')))
  assert.equal((await keptHtml(views, ref(1), '2'))?.octets, body.octets)
  assert.deepEqual(await Promise.all([keptHtml(views, ref(1), '1'), keptHtml(views, ref(2), '2'), keptHtml(views, ref(3), '2'), keptHtml(views, ref(1, toUidValidity(8)), '2')]), [undefined, undefined, undefined, undefined])
  mock.timers.tick(59_999)
  assert.ok(await keptHtml(views, ref(1), '2'))
  mock.timers.tick(1)
  assert.equal(await keptHtml(views, ref(1), '2'), undefined)
})
