import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { RecordingProxy } from '../fakes/recording-proxy.ts'
import { deskForSuite } from './desk-for-suite.ts'
import { startEmbedded } from './embedded-server.ts'
import type { PreferenceDesk } from './preference-desk.ts'
import type { ServerUnderTest } from './site.ts'
import type { IndexPage } from '#lib/mail/index-page.ts'
import type { MessageView } from '#lib/mail/reading/message-view.ts'

const LINE = 'All work and no play makes Jack a dull boy, all day.\r\n'
/** Octets; the preference counts megabytes. */
const MEGABYTE = 1_000_000
const ASKED = { 'Disposition-Notification-To': 'bob@example.test', 'Return-Path': '<bob@example.test>' }

/** A text of that many octets, or a line more. */
const textOf = (octets: number): string => LINE.repeat(Math.ceil(octets / LINE.length))

describe('messages above the size that somebody is asked from', () => {
  let desk: PreferenceDesk
  let proxy: RecordingProxy
  deskForSuite((opened) => void (desk = opened), async (): Promise<ServerUnderTest> => {
    const server = await startEmbedded()
    proxy = new RecordingProxy(server.address)
    const address = await proxy.start()
    return { ...server, address, stop: () => proxy.stop().then(() => server.stop()) }
  })

  /** What the mail server sent and was asked for meanwhile. */
  async function wire<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly received: number; readonly said: string }> {
    proxy.reset()
    const value = await work()
    return { value, received: proxy.received, said: proxy.said }
  }
  const page = async (message: string, show = {}) => (await desk.screen({ message, show })).message
  const fetched = (message: string, query = '') => desk.get<MessageView>(`/api/mailboxes/INBOX/messages/${message}${query}`)

  test('10 MB ask first: neither the page nor its script fetches more than the header, and nothing is marked as read', async () => {
    const { id, subject } = await desk.receive({ header: ASKED, body: textOf(10 * MEGABYTE) })
    for (const ask of [() => page(id), () => fetched(id)]) {
      const { value, said } = await wire(ask)
      assert.deepEqual([value?.isWithheld, value?.subject, value?.from[0]?.address, value?.date, value?.seen], [true, subject, 'bob@example.test', '2026-02-03T04:05:06.000Z', false])
      assert.ok((value?.size ?? 0) > 10 * MEGABYTE)
      assert.deepEqual([value?.bodies, value?.attachments, value?.notices, value?.receipt], [[], [], [], undefined])
      assert.deepEqual(said.match(/BODY(?:\.PEEK)?\[[^\]]*\]/g)?.filter((section) => !section.includes('[HEADER')), [])
    }
    const { received } = await wire(() => fetched(id))
    assert.ok(received < 5_000, `${received} octets`)
    assert.equal(await desk.isSeen(subject), false)
    assert.doesNotMatch(JSON.stringify(await desk.screen({ message: id })), /All work/)
  })

  test('who opens it all the same reads it, and then it is read', async () => {
    const { id, subject } = await desk.receive({ header: ASKED, body: textOf(10 * MEGABYTE) })
    const { value, received } = await wire(() => fetched(id, '?open=1'))
    assert.deepEqual([value.isWithheld, value.receipt?.to, value.seen], [undefined, 'bob@example.test', false])
    assert.match(value.bodies[0]?.text ?? '', /^All work and no play/)
    assert.ok(received > 50_000, `${received} octets`)
    const opened = await page(id, { open: '1' })
    assert.deepEqual([opened?.isWithheld, opened?.seen], [undefined, true])
    assert.match(opened?.bodies[0]?.text ?? '', /^All work and no play/)
    assert.equal(await desk.isSeen(subject), true)
    assert.equal((await page(id))?.isWithheld, true, 'its plain address asks again')
  })

  test('the size is the one that the index names, to the octet', async () => {
    await desk.set('reading.ask_above', 1)
    const size = async (message: string): Promise<number | undefined> => (await desk.get<IndexPage>('/api/mailboxes/INBOX/messages')).messages.find(({ id }) => id === message)?.size
    const header = { Subject: 'As large as may be' }
    const around = ((await size((await desk.receive({ header, body: 'x' })).id)) ?? 0) - 1
    for (const [octets, isAsked] of [[MEGABYTE, undefined], [MEGABYTE + 1, true]] as const) {
      const { id } = await desk.receive({ header, body: 'x'.repeat(octets - around) })
      assert.deepEqual([await size(id), (await page(id))?.isWithheld], [octets, isAsked])
    }
    await desk.set('reading.ask_above')
  })

  test('0 never asks', async () => {
    await desk.set('reading.ask_above', 0)
    const { id } = await desk.receive({ body: textOf(11 * MEGABYTE) })
    for (const view of [await page(id), await fetched(id)]) assert.deepEqual([view?.isWithheld, view?.bodies.length], [undefined, 1])
    await desk.set('reading.ask_above')
  })
})
