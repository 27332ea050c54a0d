import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { deskForSuite, TRUSTED_HOST } from './desk-for-suite.ts'
import type { PreferenceDesk } from './preference-desk.ts'

const HTML = { 'MIME-Version': '1.0', 'Content-Type': 'text/html; charset=utf-8' }
const PROVEN = { 'Authentication-Results': `${TRUSTED_HOST}; dmarc=pass header.from=example.test` }
const FORGED = { 'Authentication-Results': `${TRUSTED_HOST}; dmarc=fail header.from=example.test` }
const BODY = '<p>Look: <img src="https://cdn.test/p.png" width="90" height="90"><img src="https://t.test/1" width="1" height="1"></p>'

describe('pictures from elsewhere', () => {
  let desk: PreferenceDesk
  deskForSuite((opened) => void (desk = opened))

  const letter = (header: Readonly<Record<string, string>>) => desk.receive({ header: { ...HTML, ...header }, body: BODY })
  const remember = (id: string, form: Readonly<Record<string, string>>) => desk.browser.ask(`/api/mailboxes/INBOX/messages/${id}/remote-senders`, { form: { ...form, return: '/back' } })
  const hasImages = async (header: Readonly<Record<string, string>>): Promise<boolean> => (await desk.shown((await letter(header)).id)).hasImages

  test('a sender is remembered from the message itself; only a proof shows the pictures, and the settings take it back', async () => {
    const { id } = await letter(PROVEN)
    const { message } = await desk.screen({ message: id })
    assert.deepEqual(message?.remote, { sender: 'bob@example.test', isProven: true, trust: 'none' })
    const [body] = message.bodies
    assert.deepEqual(body?.kind === 'html' && body.trackers, { count: 1, names: ['t.test'] })
    assert.match((await remember(id, { remember: 'sender' })).headers.get('location') ?? '', /^\/back\?notice=/)
    assert.deepEqual([await hasImages(PROVEN), await hasImages({}), await hasImages(FORGED)], [true, false, false])
    assert.equal(await hasImages({ ...PROVEN, 'X-Spam-Flag': 'YES' }), false)
    assert.equal(await hasImages({ ...PROVEN, From: 'carol@example.test' }), false)
    await remember(id, { remember: 'domain', insist: 'yes' })
    assert.deepEqual([await hasImages({ From: 'carol@example.test' }), await hasImages({ ...FORGED, From: 'carol@example.test' })], [true, false])
    const { preferences } = await desk.get<{ preferences: Readonly<Record<string, { value: unknown }>> }>('/api/preferences')
    assert.deepEqual(preferences['reading.remote_senders']?.value, ['bob@example.test', '@example.test!'])
    await desk.set('reading.remote_senders')
    assert.equal(await hasImages(PROVEN), false)
  })

  test('what the mail server found out about the one sender is told of every message, and nothing where it did not look', async () => {
    const origin = async (header: Readonly<Record<string, string>>) => (await desk.screen({ message: (await desk.receive({ header })).id })).message?.origin
    assert.deepEqual(await origin(PROVEN), { domain: 'example.test', isProven: true, checks: [{ method: 'dmarc', result: 'pass' }] })
    assert.deepEqual(await origin(FORGED), { domain: 'example.test', isProven: false, checks: [{ method: 'dmarc', result: 'fail' }] })
    for (const header of [{}, { 'Authentication-Results': 'elsewhere.test; dmarc=pass header.from=example.test' }, { ...PROVEN, From: 'a@example.test, b@example.test' }]) assert.equal(await origin(header), undefined)
  })

  test('a message without pictures, or of several senders, is nobody’s to remember', async () => {
    const plain = await desk.receive()
    const several = await letter({ From: 'a@example.test, b@example.test' })
    for (const { id } of [plain, several]) assert.match((await remember(id, { remember: 'sender' })).headers.get('location') ?? '', /^\/back\?failed=/)
  })
})
