import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AdminCall } from './admin-wire.ts'
import { auditedCommand } from './audited-command.ts'

test('a command is told with whom it concerns, and never with a password', () => {
  const cases: readonly (readonly [AdminCall, readonly unknown[], Readonly<Record<string, string>>])[] = [
    ['addUser', [{ name: 'erin', password: 'hidden' }], { account: 'erin' }],
    ['importUsers', [[{ name: 'erin', password: 'hidden' }]], {}],
    ['setPassword', ['erin', 'hidden'], { account: 'erin' }],
    ['restore', ['/backups/1', 'erin', 'INBOX'], { account: 'erin' }],
    ['share', [{ owner: 'erin', mailbox: 'Plans', grantee: 'finn', rights: 'lr' }], { account: 'erin', mailbox: 'Plans', identifier: 'finn', rights: 'lr' }],
    ['shutdown', [], {}],
  ]
  for (const [call, args, what] of cases) {
    assert.equal(JSON.stringify(auditedCommand({ call, arguments: args })), JSON.stringify({ call, ...what }))
  }
})
