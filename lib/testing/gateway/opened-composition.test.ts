import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { BegunComposition } from '#components/mail-screen/composing/composition-desk.ts'
import { deskForSuite } from './desk-for-suite.ts'
import { letter, put } from './site.ts'
import type { PreferenceDesk } from './preference-desk.ts'

describe('a composition that is begun to be written in the page that asks', () => {
  let desk: PreferenceDesk
  deskForSuite((opened) => void (desk = opened))
  const begin = (fields: object) => desk.post<BegunComposition & { readonly id: string }>('/api/compositions', fields)

  test('the answer has all that its form is made of, where somebody asks for it', async () => {
    const { id, location, opened } = await begin({ kind: 'new', to: 'bob@example.test', opens: '1' })
    assert.equal(location, `/compose/${id}`)
    assert.deepEqual([opened?.composition.id, opened?.composition.revision, opened?.composition.to], [id, 1, 'bob@example.test'])
    assert.ok((opened?.usableSize ?? 0) > 0)
    assert.ok((opened?.form.identities.length ?? 0) > 0)
    assert.deepEqual([opened?.form.mayFormat, opened?.choosesCopy, typeof opened?.templateWords, typeof opened?.form.extraWords.headers], [true, true, 'object', 'string'])
    assert.equal((await begin({ kind: 'new' })).opened, undefined)
  })

  test('an answer quotes; what is redirected has another form, and none is sent along', async () => {
    const { uidValidity, uid } = await put(desk.connections, 'INBOX', letter({ From: 'bob@example.test', Subject: 'Lunch' }, 'At noon?'))
    const about = { mailbox: 'INBOX', id: `${uidValidity}.${uid}`, opens: '1' }
    const { opened } = await begin({ kind: 'reply', ...about })
    assert.deepEqual([opened?.composition.subject, opened?.composition.body.includes('> At noon?')], ['Re: Lunch', true])
    assert.equal((await begin({ kind: 'redirect', ...about })).opened, undefined)
  })

  test('about a message of a mailbox that was numbered anew none begins, and who has no scripts is told at home, or where the form stood', async () => {
    const about = { kind: 'reply', mailbox: 'INBOX', id: '1.1', opens: '1' }
    assert.equal((await desk.browser.ask('/api/compositions', { json: about })).status, 409)
    for (const [back, told] of [['', /^\/\?failed=/], ['/mailboxes/INBOX', /^\/mailboxes\/INBOX\?failed=/]] as const) {
      const response = await desk.browser.ask('/api/compositions', { form: { ...about, ...(back === '' ? {} : { return: back }) } })
      assert.match(response.headers.get('location') ?? '', told)
    }
  })

  test('a form without scripts is led to the page of the composition all the same', async () => {
    const response = await desk.browser.ask('/api/compositions', { form: { kind: 'new', opens: '1' } })
    assert.equal(response.status, 303)
    assert.match(response.headers.get('location') ?? '', /^\/compose\/[\w-]{22}$/)
  })
})
