import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Refusal } from '#lib/mail/refusal.ts'
import { faultyField } from './faulty-field.ts'

test('the field to look at first is the one that the refusal is about', () => {
  const fields = { to: ['Bob <bob@example.test>'], cc: ['carol@example.test, Dan <DAN@example.test>'], bcc: [''] }
  const table: [refusal: Refusal | undefined, field: string | undefined][] = [
    [{ name: 'addresses-unusable', with: { addresses: [{ text: 'x', field: 'bcc' }, { text: 'y', field: 'to' }] } }, 'bcc'],
    [{ name: 'fields-control', with: { fields: ['subject'] } }, 'subject'],
    [{ name: 'fields-long', with: { fields: ['body'], most: 5 } }, 'body'],
    [{ name: 'header-line', with: { line: 'x' } }, 'headers'],
    [{ name: 'no-recipient' }, 'to'],
    [{ name: 'submission-recipients', with: { answer: 'dan@example.test (550 5.1.1 unknown)' } }, 'cc'],
    [{ name: 'submission-recipients', with: { answer: '550 nobody' } }, 'to'],
    [{ name: 'composition-changed' }, undefined],
    [undefined, undefined],
  ]
  for (const [refusal, field] of table) assert.equal(faultyField({ fields, ...(refusal ? { refusal } : {}) }), field, refusal?.name)
})
