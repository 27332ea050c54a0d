import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { deskForSuite } from './desk-for-suite.ts'
import type { PreferenceDesk } from './preference-desk.ts'
import { ALICE } from './site.ts'

describe('the copy of a message that has left', () => {
  let desk: PreferenceDesk
  deskForSuite((opened) => void (desk = opened))

  test('is made at the next sign-in where it could not be made before', async () => {
    // No server has a mailbox inside of a name like this one.
    await desk.set('mailboxes.sent', 'nowhere//at all')
    const begun = await desk.begin()
    const { sent, copies } = await desk.finish('send', begun)
    assert.deepEqual([sent !== undefined, copies], [true, []])
    await desk.set('mailboxes.sent')
    const answer = await desk.browser.signIn(ALICE)
    assert.match(answer.headers.get('location') ?? '', /INBOX/)
    const subject = /^Subject: (.*)\r$/m.exec(sent?.content ?? '')?.[1] ?? ''
    let found: readonly string[] = []
    for (let looks = 0; looks < 200 && found.length === 0; looks += 1) {
      await pause(25)
      found = await desk.whereIs(subject)
    }
    assert.deepEqual(found, ['Sent'])
    assert.equal(desk.submissions.received.length, 1)
  })
})
