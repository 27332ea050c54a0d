import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ImapFlow } from 'imapflow'
import { isGatewayError } from '#lib/mail/gateway-error.ts'
import { newMailboxName, sayIfTaken } from './new-mailbox-name.ts'

const client = { namespaces: { personal: [{ prefix: '', delimiter: '/' }] } } as unknown as ImapFlow

function refusal(name: string): string {
  try {
    newMailboxName(client, name, '')
  } catch (error) {
    if (isGatewayError(error) && error.failure === 'invalid') return error.refusal?.name ?? ''
    throw error
  }
  return 'taken as it is'
}

test('a name is trimmed, composed, and put below its parent', () => {
  assert.equal(newMailboxName(client, ' Cafe\u0301 ', ''), 'Caf\u00e9')
  assert.equal(newMailboxName(client, 'x', 'Archive/2025'), 'Archive/2025/x')
})

test('what cannot be a name is refused with the reason', () => {
  assert.equal(refusal(' '), 'mailbox-name-empty')
  assert.equal(refusal('x'.repeat(201)), 'mailbox-name-long')
  assert.equal(refusal('a/b'), 'mailbox-name-delimiter')
  assert.equal(refusal('a\u0001b'), 'mailbox-name-control')
  assert.equal(refusal('100%'), 'mailbox-name-wildcard')
})

test('a name that is taken is said to be', async () => {
  const taken = { response: 'x', responseStatus: 'NO', serverResponseCode: 'ALREADYEXISTS' }
  await assert.rejects(sayIfTaken(Promise.reject(Object.assign(new Error('Command failed'), taken))), (error) => isGatewayError(error) && error.failure === 'conflict' && error.refusal?.name === 'mailbox-name-taken')
  const other = new Error('other')
  await assert.rejects(sayIfTaken(Promise.reject(other)), other)
  assert.equal(await sayIfTaken(Promise.resolve(1)), 1)
})
