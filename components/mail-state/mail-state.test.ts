import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { MESSAGE_ACTIONS, type IndexPage, type MessageSummary } from '#lib/mail/index-page.ts'
import { applyToIndex, removes } from './apply-action.ts'
import { neighbourOf, reach, reduceMail, type MailState } from './mail-state.ts'

const message = (uid: number, more: Partial<MessageSummary> = {}): MessageSummary => ({
  id: `1.${uid}`, from: [], to: [], subject: `s${uid}`, date: '2025-01-01T00:00:00Z', size: 1, seen: true, flagged: false, answered: false, forwarded: false, draft: false, deleted: false, hasAttachment: false, ...more,
})
const page = (messages: readonly MessageSummary[], more: Partial<IndexPage> = {}): IndexPage => ({
  mailbox: 'INBOX', uidValidity: 1, total: messages.length, unseen: messages.filter(({ seen }) => !seen).length, page: 1, pageSize: 50, sort: 'date', reverse: true, search: '', messages, sortedByArrival: false, writable: true, ...more,
})
const state = (index: IndexPage, more: Partial<MailState> = {}): MailState => ({
  mailboxes: [{ name: 'INBOX', label: 'INBOX', level: 0, selectable: true, hasChildren: false, subscribed: true, shared: false, unseen: index.unseen, messages: index.total }],
  place: { mailbox: 'INBOX', query: {}, show: {} }, index, message: undefined, chosen: new Set(), cursor: undefined, anchor: undefined, going: undefined, saying: undefined, announcement: '', ...more,
})

test('what says nothing new changes nothing, so that nothing is drawn again', () => {
  const before = state(page([message(1)]))
  assert.equal(reduceMail(before, { type: 'said', saying: before.saying }), before)
})

test('reading and deleting keep the counts right', () => {
  const start = state(page([message(3, { seen: false }), message(2, { seen: false }), message(1)]))
  const read = reduceMail(start, { type: 'changed', action: 'mark-seen', ids: ['1.3', '1.1'] })
  assert.equal(read.index?.unseen, 1)
  assert.equal(read.mailboxes[0]?.unseen, 1)
  const deleted = reduceMail(read, { type: 'changed', action: 'delete', ids: ['1.2'] })
  assert.deepEqual([deleted.index?.unseen, deleted.index?.total, deleted.mailboxes[0]?.unseen], [0, 2, 0])
  assert.deepEqual(deleted.index?.messages.map(({ id }) => id), ['1.3', '1.1'])
})

test('a refused change puts everything back and says why', () => {
  const before = state(page([message(1, { seen: false })]), { chosen: new Set(['1.1']) })
  const changed = reduceMail(before, { type: 'changed', action: 'archive', ids: ['1.1'] })
  assert.equal(changed.index?.messages.length, 0)
  const restored = reduceMail(changed, { type: 'restored', before, saying: { kind: 'problem', sentence: 'No.' } })
  assert.deepEqual(restored.index, before.index)
  assert.deepEqual([...restored.chosen], ['1.1'])
  assert.equal(restored.saying?.sentence, 'No.')
})

test('news of the mailbox leave choice and cursor alone', () => {
  const start = state(page([message(2), message(1)]), { chosen: new Set(['1.1']), cursor: '1.2' })
  const after = reduceMail(start, { type: 'refreshed', index: page([message(3, { seen: false }), message(2), message(1)]), announcement: 'One new message' })
  assert.equal(after.index?.messages[0]?.id, '1.3')
  assert.deepEqual([...after.chosen], ['1.1'])
  assert.equal(after.cursor, '1.2')
  assert.equal(after.announcement, 'One new message')
})

test('news of another mailbox are not shown here', () => {
  const start = state(page([message(1)]))
  assert.equal(reduceMail(start, { type: 'refreshed', index: page([], { mailbox: 'Sent' }) }), start)
})

test('the choice ends with the mailbox, and loses what is gone', () => {
  const start = state(page([message(2), message(1)]), { chosen: new Set(['1.1', '1.2']) })
  const same = reduceMail(start, { type: 'arrived', place: start.place, index: page([message(2)]), message: undefined })
  assert.deepEqual([...same.chosen], ['1.2'])
  const other = reduceMail(start, { type: 'arrived', place: { mailbox: 'Sent', query: {}, show: {} }, index: page([message(2)], { mailbox: 'Sent' }), message: undefined })
  assert.equal(other.chosen.size, 0)
})

test('the cursor goes to the next row that stays', () => {
  const index = page([message(4), message(3), message(2), message(1)])
  assert.equal(neighbourOf(index, ['1.3', '1.2'], '1.3'), '1.1')
  assert.equal(neighbourOf(index, ['1.1'], '1.1'), '1.2')
  assert.equal(neighbourOf(index, ['1.1', '1.2', '1.3', '1.4'], '1.4'), undefined)
})

test('shift reaches from the anchor in both directions', () => {
  const index = page([message(4), message(3), message(2), message(1)])
  assert.deepEqual(reach(index, '1.4', '1.2'), ['1.4', '1.3', '1.2'])
  assert.deepEqual(reach(index, '1.1', '1.2'), ['1.2', '1.1'])
  assert.deepEqual(reach(index, 'gone', '1.2'), ['1.2'])
})

test('counts never fall below what is shown, whatever comes', () => {
  const pages = fc.array(fc.record({ seen: fc.boolean(), flagged: fc.boolean() }), { maxLength: 8 }).map((rows) => page(rows.map((row, at) => message(at + 1, row))))
  fc.assert(fc.property(pages, fc.constantFrom(...MESSAGE_ACTIONS), fc.array(fc.integer({ min: 1, max: 9 })), (index, action, uids) => {
    const after = applyToIndex(index, action, uids.map((uid) => `1.${uid}`))
    assert.equal(after.unseen, after.messages.filter(({ seen }) => !seen).length)
    assert.equal(after.total, after.messages.length)
    if (!removes(action)) assert.equal(after.messages.length, index.messages.length)
  }))
})
