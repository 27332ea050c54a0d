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

test('the whole of a search is asked for as ranges, and of a sort as numbers, whose order makes no ranges', async () => {
  for (const [sort, asked] of [['subject', /^\["UID SORT",(?!.*RETURN)/], ['arrival', /^\["UID SEARCH",.*"RETURN".*"ALL"/]] as const) {
    const server = new AskedServer()
    const { uids } = await readOrder(server as unknown as ImapFlow, { sort, reverse: false, search: 'lamp' })
    assert.deepEqual([...uids], sort === 'subject' ? [3, 1, 2] : [1, 2, 3])
    assert.match(server.asked, asked)
  }
})
