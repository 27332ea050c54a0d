import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MailboxSummary } from '#lib/mail/index-page.ts'
import { orderTree } from './order-tree.ts'

const mailbox = (name: string, more: Partial<MailboxSummary> = {}): MailboxSummary => ({
  name, label: name, level: 0, selectable: true, hasChildren: false, subscribed: true, shared: false, ...more,
})

test('special mailboxes lead, shared ones follow, branches stay whole', () => {
  const tree = [
    mailbox('Archive', { specialUse: '\\Archive', hasChildren: true }),
    mailbox('Archive/2024', { level: 1 }),
    mailbox('Projects'),
    mailbox('Shared/team', { shared: true }),
    mailbox('Another'),
    mailbox('Trash', { specialUse: '\\Trash' }),
    mailbox('INBOX', { specialUse: '\\Inbox' }),
  ]
  assert.deepEqual(orderTree(tree).map(({ name }) => name), ['INBOX', 'Archive', 'Archive/2024', 'Trash', 'Projects', 'Another', 'Shared/team'])
})

test('a tree that begins below the top is not lost', () => {
  assert.deepEqual(orderTree([mailbox('a/b', { level: 1 })]).map(({ name }) => name), ['a/b'])
})
