import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MailboxEntry } from '#lib/mail-store/mail-store.ts'
import { ConversationClient, WHOLE } from '#lib/testing/conversation-client.ts'
import { startImapFixture } from '#lib/testing/imap-fixture.ts'
import { changesBetween, keyOf, type Names } from './name-changes.ts'

function names(mailboxes: Readonly<Record<string, number>>, ...subscriptions: readonly string[]): Names {
  const entries = Object.entries(mailboxes).map(([name, uidValidity]): MailboxEntry => ({ name, uidValidity, rights: 'lr' }))
  return { entries: new Map(entries.map((entry) => [keyOf(entry), entry])), subscriptions: new Set(subscriptions) }
}

const told = (before: Names, after: Names): readonly string[] =>
  changesBetween(before, after).map(({ kind, name, oldName }) => `${kind === 'MailboxName' ? '' : 'subscription '}${oldName === undefined ? '' : `${oldName} to `}${name}`)

test('what has happened to names, between two moments', () => {
  const rows: readonly (readonly [string, Names, Names, readonly string[]])[] = [
    ['nothing', names({ a: 1 }, 'a'), names({ a: 1 }, 'a'), []],
    ['a mailbox is made below another', names({ a: 1 }), names({ a: 1, 'a/b': 2 }), ['a', 'a/b']],
    ['a mailbox is removed below nothing', names({ 'a/b': 2 }), names({}), ['a', 'a/b']],
    ['a mailbox is removed and made again', names({ a: 1 }), names({ a: 2 }), ['a']],
    ['children move along', names({ a: 1, 'a/b': 2, 'a/b/c': 3 }), names({ z: 1, 'z/b': 2, 'z/b/c': 3 }), ['a to z']],
    ['a child of nothing moves by itself', names({ 'a/b': 2 }), names({ 'z/b': 2 }), ['a/b to z/b']],
    ['a child is renamed with its parent, and not along with it', names({ a: 1, 'a/b': 2 }), names({ z: 1, 'z/c': 2 }), ['a to z', 'a/b to z/c']],
    ['two change places', names({ a: 1, b: 2 }), names({ b: 1, a: 2 }), ['a to b', 'b to a']],
    ['subscriptions come and go', names({}, 'a', 'b'), names({}, 'b', 'c'), ['subscription a', 'subscription c']],
  ]
  for (const [why, before, after, expected] of rows) assert.deepEqual([...told(before, after)].sort(), [...expected].sort(), why)
})

test('more mailboxes than a client may watch are refused, and when they become so many it is told', async () => {
  const fixture = await startImapFixture()
  try {
    const alice = await fixture.stores.of('alice')
    for (let number = 0; number < 999; number++) await alice.create(`Many/${number}`)
    const client = new ConversationClient(await fixture.connect(), WHOLE)
    const until = async (pattern: RegExp): Promise<string> => {
      for (;;) {
        const line = await client.line()
        if (line === undefined || pattern.test(line)) return line ?? ''
      }
    }
    await client.line()
    await client.says('a LOGIN alice postern-alice\r\n')
    await until(/^a /)
    await client.says('b NOTIFY SET (personal (MessageNew MessageExpunge))\r\n')
    assert.match(await until(/^b /), /^b OK/)
    await alice.create('One more')
    assert.match(await until(/OVERFLOW/), /^\* OK \[NOTIFICATIONOVERFLOW\]/)
    await client.says('c NOTIFY SET (personal (MessageNew MessageExpunge))\r\n')
    assert.match(await until(/^c /), /^c NO \[NOTIFICATIONOVERFLOW\]/)
    client.close()
  } finally {
    await fixture.close()
  }
})
