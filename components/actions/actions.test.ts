import assert from 'node:assert/strict'
import { test } from 'node:test'
import { COMPOSITION_KINDS } from '#lib/mail/composition.ts'
import type { MessageSummary } from '#lib/mail/index-page.ts'
import type { ActionSituation, MailControl } from './define-action.ts'
import { ACTIONS, ANSWERING, CHANGING } from './registry.ts'
import { findShortcut } from './shortcuts.ts'

const message: MessageSummary = {
  id: '1.1', from: [], to: [], subject: '', date: '2025-01-01T00:00:00Z', size: 1, seen: false, flagged: false, answered: false, forwarded: false, draft: false, deleted: false, hasAttachment: false,
}
const situation = (more: Partial<ActionSituation> = {}): ActionSituation => ({ messages: [message], writable: true, mailboxUse: '\\Inbox', ...more })
const nameOf = (key: string, now = situation(), before = ''): string | undefined => {
  const found = findShortcut(ACTIONS, { key, before }, now)
  return typeof found === 'object' ? found.name : found
}

test('no two actions that apply at once share a key', () => {
  const states = [true, false].flatMap((seen) => [true, false].map((flagged) => situation({ messages: [{ ...message, seen, flagged }] })))
  for (const now of states) {
    const keys = ACTIONS.filter((action) => action.applies(now)).flatMap((action) => action.keys)
    assert.deepEqual(keys.filter((key, at) => keys.indexOf(key) !== at), [])
  }
})

test('names are unique and every button has a form behind it', () => {
  assert.equal(new Set(ACTIONS.map(({ name }) => name)).size, ACTIONS.length)
  for (const action of CHANGING) assert.ok(action.submits, action.name)
  for (const action of ANSWERING) assert.ok(action.composes && COMPOSITION_KINDS.includes(action.composes), action.name)
})

test('the flag key takes the flag away where all have it', () => {
  assert.equal(nameOf('s'), 'flag')
  assert.equal(nameOf('s', situation({ messages: [{ ...message, flagged: true }] })), 'unflag')
})

test('a list is answered where it takes answers, and the open message says so', () => {
  const list = (to: string) => situation({ messages: [{ ...message, list: { name: '', id: '', ways: [{ command: 'post' as const, mail: { to } }] } }] })
  assert.equal(nameOf('l', list('keepers@lists.test')), 'reply-list')
  for (const now of [list(''), situation()]) assert.equal(nameOf('l', now), undefined)
})

test('a draft is gone on with, everything else is edited as new', () => {
  assert.equal(nameOf('E'), 'edit-as-new')
  assert.equal(nameOf('E', situation({ messages: [{ ...message, draft: true }] })), undefined)
})

test('two keys in a row', () => {
  assert.equal(nameOf('g'), 'begins')
  assert.equal(nameOf('i', situation(), 'g'), 'go-to-inbox')
  assert.equal(nameOf('x', situation(), 'g'), undefined)
})

test('nothing is changed where nothing is chosen or the mailbox can only be read', () => {
  for (const now of [situation({ messages: [] }), situation({ writable: false })]) {
    for (const action of CHANGING) assert.equal(action.applies(now), false, action.name)
  }
  assert.equal(nameOf('e', situation({ mailboxUse: '\\Archive' })), undefined)
})

test('a performed action asks for what its button submits', () => {
  for (const action of CHANGING) {
    const asked: string[] = []
    action.perform({ ...situation(), change: (what: string) => asked.push(what) } as unknown as MailControl)
    assert.deepEqual(asked, [action.submits])
  }
})
