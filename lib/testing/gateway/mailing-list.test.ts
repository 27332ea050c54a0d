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

  test('who has left a list is told on its later messages, and on those of no other', async () => {
    const { keepListLeft } = await import('#lib/gateway/answers/kept-answers.ts')
    const { answersOf } = await import('#lib/http/reading/answers-of.ts')
    const { requireSession } = await import('#lib/http/wiring.ts')
    const message = async (header: Readonly<Record<string, string>>) => {
      const { message: view } = await desk.screen({ message: (await desk.receive({ header: { 'List-Unsubscribe': '<https://lists.test/u>', ...header } })).id })
      assert.ok(view?.list)
      return { list: view.list, from: view.envelope.from, host: 'lists.test' }
    }
    const leave = async (left: Awaited<ReturnType<typeof message>>) => desk.browser.visit(async () => keepListLeft(answersOf(await requireSession('/')), left))
    const first = await message({ 'List-Id': 'Kites <Kites.test>' })
    assert.equal(first.list.left, undefined)
    await leave(first)
    assert.match((await message({ 'List-Id': 'Kites, the second <kites.test>', From: 'other@example.test' })).list.left ?? '', /^\d{4}-\d\d-\d\dT/)
    assert.equal((await message({ 'List-Id': '<boats.test>' })).list.left, undefined)
    await leave(await message({ From: 'Shop <News@shop.test>' }))
    assert.ok((await message({ From: 'news@shop.test' })).list.left)
    assert.equal((await message({ From: 'bob@example.test' })).list.left, undefined)
  })

  test('a message of no list offers nothing', async () => {
    const { id } = await desk.receive()
    assert.equal((await desk.screen({ message: id })).message?.list, undefined)
    assert.equal((await desk.browser.ask(`/api/mailboxes/INBOX/messages/${id}/unsubscribe`, { json: {} })).status, 400)
  })
})
