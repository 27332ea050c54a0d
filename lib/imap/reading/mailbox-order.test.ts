import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ImapFlow } from 'imapflow'
import { readOrder } from './mailbox-order.ts'

type Untagged = (response: object) => Promise<void>

/** Keeps what it was asked, and answers with these numbers. */
class AskedServer {
  readonly capabilities = new Map([['SORT', true], ['ESORT', true], ['ESEARCH', true], ['PARTIAL', true]])
  readonly enabled = new Set<string>()
  asked = ''

  async exec(command: string, attributes: readonly unknown[], { untagged }: { untagged: Record<string, Untagged> }) {
    this.asked = JSON.stringify([command, attributes])
    const numbers = [3, 1, 2].map((value) => ({ type: 'ATOM', value: String(value) }))
    await untagged[command === 'UID SORT' ? 'SORT' : 'SEARCH']?.({ command: 'SORT', attributes: numbers })
    return { response: { attributes: [] }, next: () => undefined }
  }
}

test('an order is never asked for as one set: 100,000 messages in it would stop the client for minutes', async () => {
  for (const sort of ['subject', 'arrival'] as const) {
    const server = new AskedServer()
    const { uids } = await readOrder(server as unknown as ImapFlow, { sort, reverse: false, search: 'lamp' })
    assert.deepEqual([...uids], sort === 'subject' ? [3, 1, 2] : [1, 2, 3])
    assert.doesNotMatch(server.asked, /RETURN/)
  }
})
