import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { failedForm } from '#lib/http/failed-forms.ts'
import { deskForSuite } from './desk-for-suite.ts'
import type { PreferenceDesk } from './preference-desk.ts'

describe('mailing lists', () => {
  let desk: PreferenceDesk
  deskForSuite((opened) => void (desk = opened))

  test('a message says what its list offers; one click inside our own network is refused with words', async () => {
    const { id } = await desk.receive({ header: { 'List-Id': 'Boats <boats.test>', 'List-Unsubscribe': '<https://127.0.0.1/u>, <mailto:leave@boats.test?subject=out>', 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } })
    const { message } = await desk.screen({ message: id })
    assert.deepEqual(message?.list, { name: 'Boats', id: 'boats.test', ways: [{ command: 'unsubscribe', page: 'https://127.0.0.1/u' }, { command: 'unsubscribe', mail: { to: 'leave@boats.test', subject: 'out' } }], oneClick: 'https://127.0.0.1/u' })
    const answer = await desk.browser.ask(`/api/mailboxes/INBOX/messages/${id}/unsubscribe`, { form: { return: '/back' } })
    const failed = failedForm(new URL(answer.headers.get('location') ?? '', 'http://x').searchParams.get('failed') ?? '')
    assert.match(failed?.sentence ?? '', /^127\.0\.0\.1 did not confirm/)
  })

  test('a message of no list offers nothing', async () => {
    const { id } = await desk.receive()
    assert.equal((await desk.screen({ message: id })).message?.list, undefined)
    assert.equal((await desk.browser.ask(`/api/mailboxes/INBOX/messages/${id}/unsubscribe`, { json: {} })).status, 400)
  })
})
