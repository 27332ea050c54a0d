import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { GatewayError, type GatewayFailure } from '#lib/mail/gateway-error.ts'
import { passwordAtMailServer } from './at-mail-server.ts'

const failing = (error: Error) => passwordAtMailServer({ useAny: () => Promise.reject(error) } as unknown as AccountConnections)

const told = async (error: Error): Promise<GatewayError> => {
  try {
    await failing(error).change('the present', 'the next')
  } catch (thrown) {
    return thrown as GatewayError
  }
  return assert.fail('it was taken')
}

test('what the mail server says comes as words, and never with the command that it answers', async () => {
  const cause = new Error('XPASSWORD "the present" "the next"')
  const failure = (name: GatewayFailure, detail: string): GatewayError => new GatewayError(name, detail, { cause })
  const cases = [failure('sign-in-refused', 'no'), failure('refused', 'Too easy'), failure('refused', ''), failure('server-unreachable', 'ECONNRESET'), cause]
  const answers = await Promise.all(cases.map(told))
  assert.deepEqual(answers.map((each) => [each.failure, each.refusal?.name, each.refusal?.with]), [
    ['refused', 'password-wrong', undefined],
    ['refused', 'password-refused', { answer: 'Too easy' }],
    ['refused', 'password-refused', { answer: 'NO' }],
    ['server-unreachable', undefined, undefined],
    ['server-unreachable', undefined, undefined],
  ])
  for (const { cause: kept, message } of answers) assert.deepEqual([kept, /the (present|next)"/.test(message)], [undefined, false])
})

test('a mail server has the way where it says so', async () => {
  const saying = (...names: readonly string[]) => passwordAtMailServer({ ask: (task: (client: object) => unknown) => task({ capabilities: new Map(names.map((name) => [name, true])) }) } as unknown as AccountConnections)
  assert.deepEqual([await saying('IMAP4rev1', 'XPASSWORD').isThere(), await saying('IMAP4rev1').isThere()], [true, false])
})
