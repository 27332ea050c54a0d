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
    if (isGatewayError(error) && error.failure === 'invalid') return error.sentence ?? ''
    throw error
  }
  return 'taken as it is'
}

test('a name is trimmed, composed, and put below its parent', () => {
  assert.equal(newMailboxName(client, ' Cafe\u0301 ', ''), 'Caf\u00e9')
  assert.equal(newMailboxName(client, 'x', 'Archive/2025'), 'Archive/2025/x')
})

test('what cannot be a name is refused with the reason', () => {
  assert.match(refusal(' '), /^A mailbox needs a name/)
  assert.match(refusal('x'.repeat(201)), /too long/)
  assert.match(refusal('a/b'), /“\/”/)
  assert.match(refusal('a\u0001b'), /control character/)
  assert.match(refusal('100%'), /“\*” and “%”/)
})

test('a name that is taken is said to be', async () => {
  const taken = { response: 'x', responseStatus: 'NO', serverResponseCode: 'ALREADYEXISTS' }
  await assert.rejects(sayIfTaken(Promise.reject(Object.assign(new Error('Command failed'), taken))), (error) => isGatewayError(error) && error.failure === 'conflict' && /exists already/.test(error.sentence ?? ''))
  const other = new Error('other')
  await assert.rejects(sayIfTaken(Promise.reject(other)), other)
  assert.equal(await sayIfTaken(Promise.resolve(1)), 1)
})
