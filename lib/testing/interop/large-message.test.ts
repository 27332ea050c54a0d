import assert from 'node:assert/strict'
import { test } from 'node:test'
import { passLargeMessage } from '../large/pass-large-message.ts'

test('a message of 100 MB goes in and out octet for octet, and the server grows by less than 64 MiB', async () => {
  // `npm run large` does the same with 1 GB.
  const { growth } = await passLargeMessage(100 * 1024 * 1024)
  assert.ok(growth < 64, `it grew by ${growth} MiB`)
})
