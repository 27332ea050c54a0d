import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { MailboxSummary } from '#lib/mail/index-page.ts'
import { sortMailboxes } from './sort-mailboxes.ts'

const mailbox = (label: string, level = 0, more: Partial<MailboxSummary> = {}): MailboxSummary => ({ name: label, label, level, selectable: true, hasChildren: false, subscribed: true, shared: false, ...more })
const swedish = new Intl.Collator('sv').compare
const german = new Intl.Collator('de').compare

test('names stand where readers of the language look for them', () => {
  const mailboxes = [mailbox('INBOX', 0, { specialUse: '\\Inbox' }), mailbox('Trash', 0, { specialUse: '\\Trash' }), mailbox('Ärende'), mailbox('zoo', 1), mailbox('årlig', 1), mailbox('Zebra')]
  assert.deepEqual(sortMailboxes(mailboxes, swedish).map(({ label }) => label), ['INBOX', 'Trash', 'Zebra', 'Ärende', 'zoo', 'årlig'])
  assert.deepEqual(sortMailboxes(mailboxes, german).map(({ label }) => label), ['INBOX', 'Trash', 'Ärende', 'årlig', 'zoo', 'Zebra'])
})

test('none is lost', () => {
  fc.assert(fc.property(fc.array(fc.record({ label: fc.string(), level: fc.nat({ max: 4 }) })), (all) => {
    const mailboxes = all.map(({ label, level }) => mailbox(label, level))
    assert.deepEqual(new Set(sortMailboxes(mailboxes, german)), new Set(mailboxes))
  }))
})
