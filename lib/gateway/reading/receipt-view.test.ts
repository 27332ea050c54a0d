import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readAuthentication } from '#lib/mail/reading/trust/authentication-results.ts'
import { receiptView, type ReceiptPolicy } from './receipt-view.ts'

type Lines = Readonly<Record<string, string>>
const ASKED: Lines = { 'Disposition-Notification-To': 'Bob <bob@example.test>', 'Return-Path': '<bob@example.test>' }

function view(lines: Lines, { receipts = 'ask', flags = [], from = 'bob@example.test' }: { receipts?: ReceiptPolicy['receipts']; flags?: readonly string[]; from?: string } = {}) {
  const headers = Object.entries(lines).map(([name, value]) => ({ name, value }))
  const authentication = readAuthentication(headers, ['mx.test'])
  return receiptView({ headers, flags, isDraft: false, from: [{ name: '', address: from }], authentication }, { receipts, own: new Set(['alice@example.test']) }).receipt
}

test('one person who asks from the address that the message came from is told, when the reader decides so', () => {
  assert.deepEqual(view(ASKED), { to: 'bob@example.test', isAutomatic: false })
  assert.deepEqual(view(ASKED, { receipts: 'known' }), { to: 'bob@example.test', isAutomatic: true })
  assert.deepEqual(view({ 'Disposition-Notification-To': 'bob@example.test' }, { receipts: 'known' }), { to: 'bob@example.test', isAutomatic: false })
  assert.equal(view({}), undefined)
})

test('nobody is told whom it does not concern', () => {
  assert.equal(view(ASKED, { receipts: 'never' }), undefined)
  assert.equal(view(ASKED, { flags: ['$mdnsent'] }), undefined)
  assert.equal(view(ASKED, { from: 'Alice@Example.test' }), undefined)
  const more: Lines[] = [
    { 'Return-Path': '<bounce@evil.test>' }, { 'Return-Path': '<>' }, { 'List-Id': '<x.test>' }, { 'List-Unsubscribe': '<mailto:x@x.test>' }, { Precedence: 'bulk' }, { 'Auto-Submitted': 'auto-generated' }, { 'X-Spam-Flag': 'YES' },
    { 'Authentication-Results': 'mx.test; dmarc=fail header.from=example.test' }, { 'Disposition-Notification-To': 'bob@example.test, eve@example.test' }, { 'Disposition-Notification-To': 'nobody' },
  ]
  for (const lines of more) assert.equal(view({ ...ASKED, ...lines }), undefined, JSON.stringify(lines))
  assert.deepEqual(view({ ...ASKED, 'Auto-Submitted': 'no' }), { to: 'bob@example.test', isAutomatic: false })
})
