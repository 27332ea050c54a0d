import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openDiskStores } from '#lib/mail-store/disk/disk-stores.ts'
import { ConversationClient, WHOLE } from '#lib/testing/conversation-client.ts'
import { appendMessages, sampleMessage, startImapFixture } from '#lib/testing/imap-fixture.ts'

const COUNT = 150

/** The lines up to the tagged one. */
async function answer(client: ConversationClient, command: string): Promise<readonly string[]> {
  await client.says(`${command}\r\n`)
  const tag = command.slice(0, command.indexOf(' ') + 1)
  const lines: string[] = []
  for (let line = await client.line(); line !== undefined; line = await client.line()) {
    lines.push(line)
    if (line.startsWith(tag)) return lines
  }
  throw new Error('The connection was closed')
}

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
    const [one, other] = [new ConversationClient(await fixture.connect(), WHOLE), new ConversationClient(await fixture.connect(), WHOLE)]
    try {
      await answer(one, 'a LOGIN alice postern-alice')
      await answer(one, 'b SELECT INBOX')
      if (command === 'EXPUNGE') await answer(one, 'c STORE 1:* +FLAGS.SILENT (\\Deleted)')
      await answer(other, 'a LOGIN bob postern-bob')
      const order: string[] = []
      let turns = 0
      turn = async () => {
        if (++turns !== 2) return
        order.push((await answer(other, 'm NOOP')).at(-1)!.slice(0, 4), (await answer(other, 'n APPEND INBOX {3+}\r\nabc')).at(-1)!.slice(0, 4))
      }
      order.push((await answer(one, `z ${command}`)).at(-1)!.slice(0, 4))
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
