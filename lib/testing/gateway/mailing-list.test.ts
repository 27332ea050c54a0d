import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { failedForm } from '#lib/http/failed-forms.ts'
import { FORM_FIELDS } from '#lib/mail/composition.ts'
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
      return { list: view.list, from: view.envelope.from, by: 'lists.test' }
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

  const boat = async (id: string) => (await desk.receive({ header: { 'List-Id': `<${id}>`, 'List-Unsubscribe': `<mailto:Leave@${id}?subject=out>, <https://${id}/leave>` } })).id
  const isLeft = async (message: string) => (await desk.screen({ message })).message?.list?.left !== undefined

  test('who leaves by a message is told so once it has been sent to where the list is left, and by no other message', async () => {
    const write = async (id: string, to: string, kind: 'new' | 'reply' = 'new') => {
      const begun = await desk.begin({ kind, mailbox: 'INBOX', id })
      await desk.post(`/api/compositions/${begun.id}`, { ...Object.fromEntries(FORM_FIELDS.map((name) => [name, begun[name]])), intent: 'send', revision: begun.revision, to, subject: 'out' })
    }
    const id = await boat('ferries.test')
    await write(id, 'somebody@ferries.test')
    await write(id, 'leave@ferries.test', 'reply')
    assert.equal(await isLeft(id), false)
    await write(id, 'leave@ferries.test')
    assert.equal(await isLeft(id), true)
    assert.equal(await isLeft(await boat('tugs.test')), false)
  })

  test('who left by a page says so, and takes it back', async () => {
    const id = await boat('rafts.test')
    const say = (said: string, message = id) => desk.browser.ask(`/api/mailboxes/INBOX/messages/${message}/unsubscribe`, { json: { said } })
    assert.deepEqual(await (await say('left')).json(), { said: 'left' })
    assert.equal(await isLeft(await boat('rafts.test')), true)
    await say('stays')
    assert.equal(await isLeft(id), false)
    assert.deepEqual([(await say('perhaps')).status, (await say('left', (await desk.receive()).id)).status], [400, 400])
  })

  test('a message of no list offers nothing', async () => {
    const { id } = await desk.receive()
    assert.equal((await desk.screen({ message: id })).message?.list, undefined)
    assert.equal((await desk.browser.ask(`/api/mailboxes/INBOX/messages/${id}/unsubscribe`, { json: {} })).status, 400)
  })
})
