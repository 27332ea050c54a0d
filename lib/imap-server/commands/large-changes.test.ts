import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openDiskStores } from '#lib/mail-store/disk/disk-stores.ts'
import { appendMessages, sampleMessage, startImapFixture } from '#lib/testing/imap-fixture.ts'

const COUNT = 150

for (const command of ['STORE 1:* +FLAGS (\\Flagged)', 'UID STORE 1:* FLAGS.SILENT (\\Seen)', 'COPY 1:* Other', 'MOVE 1:* Other', 'EXPUNGE', 'DELETE Full', 'RENAME INBOX Old']) {
  test(`while ${command} runs another account is answered`, async () => {
    const directory = mkdtempSync(join(tmpdir(), 'postern-large-'))
    let turn = (): Promise<void> => Promise.resolve()
    const stores = await openDiskStores(directory, { turns: { length: 0, others: () => turn() } })
    const fixture = await startImapFixture({ storeOf: ({ name }) => stores.of(name) })
    const alice = await stores.of('alice')
    const messages = Array.from({ length: COUNT }, (_, index) => sampleMessage(index + 1))
    for (const name of ['Full', 'Other']) await alice.create(name)
    for (const name of ['INBOX', 'Full']) await appendMessages(alice, name, messages)
    const [one, other] = [await fixture.signIn(), await fixture.signIn('bob')]
    try {
      await one.asks('b SELECT INBOX')
      if (command === 'EXPUNGE') await one.asks('c STORE 1:* +FLAGS.SILENT (\\Deleted)')
      const order: string[] = []
      let turns = 0
      turn = async () => {
        if (++turns !== 2) return
        order.push((await other.asks('m NOOP')).slice(0, 4), (await other.asks('n APPEND INBOX {3+}\r\nabc')).slice(0, 4))
      }
      order.push((await one.asks(`z ${command}`)).slice(0, 4))
      assert.deepEqual(order, ['m OK', 'n OK', 'z OK'])
    } finally {
      one.close()
      other.close()
      await fixture.close()
      await stores.close()
      rmSync(directory, { recursive: true, force: true })
    }
  })
}
