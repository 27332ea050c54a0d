import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { MailboxSummary } from '#lib/mail/index-page.ts'
import { nestMailboxes, type NestedMailbox } from './nest-mailboxes.ts'

const mailbox = (name: string, level: number): MailboxSummary => ({ name, label: name, level, selectable: true, hasChildren: false, subscribed: true, shared: false })
const shape = (nested: readonly NestedMailbox[]): unknown => nested.map(({ mailbox: { name }, inside }) => (inside.length === 0 ? name : [name, shape(inside)]))

test('a mailbox lies in the one above it', () => {
  const levels: readonly [string, number][] = [['INBOX', 0], ['Archive', 0], ['Archive/2025', 1], ['Archive/2025/May', 2], ['Archive/2026', 1], ['Sent', 0]]
  assert.deepEqual(shape(nestMailboxes(levels.map(([name, level]) => mailbox(name, level)))), [
    'INBOX', ['Archive', [['Archive/2025', ['Archive/2025/May']], 'Archive/2026']], 'Sent',
  ])
})

test('a level that a server leaves out is no level', () => {
  assert.deepEqual(shape(nestMailboxes([mailbox('a/b/c', 2), mailbox('d', 0), mailbox('d/e/f', 2), mailbox('d/g', 1)])), ['a/b/c', ['d', ['d/e/f', 'd/g']]])
})

test('none is lost and the order stays', () => {
  const flat = (nested: readonly NestedMailbox[]): readonly string[] => nested.flatMap(({ mailbox: { name }, inside }) => [name, ...flat(inside)])
  fc.assert(fc.property(fc.array(fc.nat({ max: 6 })), (levels) => {
    assert.deepEqual(flat(nestMailboxes(levels.map((level, at) => mailbox(String(at), level)))), levels.map((_, at) => String(at)))
  }))
})
