import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openDiskStores } from '#lib/mail-store/disk/disk-stores.ts'
import type { Mailbox, MailStore, MailStores } from '#lib/mail-store/mail-store.ts'
import { createMemoryStores } from '#lib/mail-store/memory/memory-stores.ts'
import { ConversationClient, WHOLE } from '#lib/testing/conversation-client.ts'
import { appendMessages, sampleMessage, startImapFixture } from '#lib/testing/imap-fixture.ts'

/** The same object, with one of its methods another one. */
function changed<T extends object, const Name extends keyof T>(target: T, name: Name, replaced: T[Name]): T {
  return new Proxy(target, {
    get(_, key) {
      if (key === name) return replaced
      const value: unknown = Reflect.get(target, key, target)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
}

/** A store whose every change of flags comes to its turn only after that of somebody else, which `meanwhile` makes. */
function overtaken(store: MailStore, meanwhile: (mailbox: Mailbox) => Promise<unknown>): MailStore {
  return changed(store, 'mailbox', async (name) => {
    const mailbox = await store.mailbox(name)
    return mailbox && changed(mailbox, 'changeFlags', async (...change) => {
      await meanwhile(mailbox)
      return mailbox.changeFlags(...change)
    })
  })
}

/** Everything that a silent STORE is answered when another client's change of message 1 comes in between. */
async function storeOvertaken(stores: MailStores, theirs: readonly string[], command: string): Promise<string> {
  const meanwhile = (mailbox: Mailbox): Promise<unknown> => mailbox.changeFlags([1 as never], { operation: 'replace', flags: theirs })
  const fixture = await startImapFixture({ storeOf: async ({ name }) => overtaken(await stores.of(name), meanwhile) })
  await appendMessages(await stores.of('alice'), 'INBOX', [sampleMessage(1), sampleMessage(2)])
  const client = new ConversationClient(await fixture.connect(), WHOLE)
  try {
    await client.says(`a LOGIN alice postern-alice\r\nb SELECT INBOX\r\nc ${command}\r\nd NOOP\r\n`)
    const lines: string[] = []
    for (let line = await client.line(); line !== undefined && !line.startsWith('d '); line = await client.line()) lines.push(line)
    return lines.slice(lines.findIndex((line) => line.startsWith('b ')) + 1).join('\n')
  } finally {
    client.close()
    await fixture.close()
  }
}

const ROWS: readonly (readonly [theirs: readonly string[], command: string, answer: RegExp])[] = [
  [['\\Flagged'], 'STORE 1:2 +FLAGS.SILENT (\\Seen)', /^\* 1 FETCH \(UID 1 FLAGS \(\\Flagged \\Seen \\Recent\)\)\nc OK [^\n]*$/],
  [['\\Flagged', '\\Seen'], 'STORE 1 +FLAGS.SILENT (\\Seen)', /^\* 1 FETCH \(UID 1 FLAGS \(\\Flagged \\Seen \\Recent\)\)\nc OK [^\n]*$/],
  [['\\Flagged'], 'UID STORE 1 -FLAGS.SILENT (\\Seen)', /^\* 1 FETCH \(UID 1 FLAGS \(\\Flagged \\Recent\)\)\nc OK [^\n]*$/],
  [[], 'STORE 1 +FLAGS.SILENT (\\Seen)', /^c OK [^\n]*$/],
]

for (const [theirs, command, answer] of ROWS) {
  test(`${command} tells what somebody else has changed while it waited: (${theirs.join(' ')})`, async () => {
    const directory = mkdtempSync(join(tmpdir(), 'postern-silent-'))
    try {
      for (const stores of [createMemoryStores(), await openDiskStores(directory)]) {
        assert.match(await storeOvertaken(stores, theirs, command), answer)
        await stores.close()
      }
    } finally {
      rmSync(directory, { recursive: true, force: true })
    }
  })
}
