import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { openDiskStores } from '#lib/mail-store/disk/disk-stores.ts'
import type { MailStores, MailStore, Mailbox } from '#lib/mail-store/mail-store.ts'
import { createMemoryStores } from '#lib/mail-store/memory/memory-stores.ts'
import { ConversationClient, WHOLE } from '#lib/testing/conversation-client.ts'
import { appendMessages, startImapFixture } from '#lib/testing/imap-fixture.ts'

const LARGE = `${'A line of text that nobody reads. '.repeat(3)}\n`.repeat(4000)
const MULTIPART = `Subject: two parts\nFrom: Ann <ann@example.test>\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nHello\n--b\nContent-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\n${LARGE}\n--b--\n`

/** What a client asks for to draw a list, and to open what it shows. */
const ITEMS = [
  ...['UID', 'FLAGS', 'INTERNALDATE', 'RFC822.SIZE', 'ENVELOPE', 'BODY', 'BODYSTRUCTURE', 'PREVIEW', 'EMAILID', 'THREADID', 'SAVEDATE', 'MODSEQ', 'RFC822.HEADER'],
  ...['BODY.PEEK[HEADER]', 'BODY.PEEK[HEADER.FIELDS (SUBJECT FROM X-NONE)]', 'BODY.PEEK[HEADER.FIELDS.NOT (SUBJECT)]', 'BODY.PEEK[HEADER]<0.10>'],
]
const COMMANDS = [...ITEMS.map((item) => `FETCH 1:2 ${item}`), `FETCH 1:2 (${ITEMS.join(' ')})`, 'FETCH 1:2 FULL', 'STORE 1 +FLAGS (\\Flagged)', 'COPY 1:2 Copy', 'SORT (SUBJECT FROM SIZE) UTF-8 ALL', 'THREAD REFERENCES UTF-8 ALL', 'SEARCH FLAGGED LARGER 10', 'STATUS INBOX (MESSAGES UNSEEN SIZE)']

async function askWithoutContent(stores: MailStores, storeOf: (store: MailStore) => MailStore): Promise<void> {
  const fixture = await startImapFixture({ storeOf: async ({ name }) => storeOf(await stores.of(name)) })
  const client = new ConversationClient(await fixture.connect(), WHOLE)
  const ask = (command: string): Promise<string> => client.asks(`x ${command}`)
  try {
    for (const command of ['LOGIN alice postern-alice', 'CREATE Copy', 'SELECT INBOX']) assert.match(await ask(command), /^x OK/)
    for (const command of COMMANDS) assert.match(await ask(command), /^x OK/, command)
    assert.ok(client.heard.length > 0)
    // What is missing is missed by who wants it.
    assert.doesNotMatch(await ask('FETCH 1 BODY.PEEK[TEXT]'), /^x OK/)
  } finally {
    client.close()
    await fixture.close()
  }
}

async function fill(stores: MailStores): Promise<void> {
  await appendMessages(await stores.of('alice'), 'INBOX', [{ content: 'Subject: short\nFrom: ben@example.test\n\nHello\n' }, { content: MULTIPART }])
}

test('nothing of the content is read for what was worked out when it came, in memory', async () => {
  const stores = createMemoryStores()
  await fill(stores)
  await askWithoutContent(stores, (store) => except(store, 'mailbox', async (name: string) => {
    const mailbox = await store.mailbox(name)
    return mailbox && name === 'INBOX' ? except<Mailbox>(mailbox, 'content', () => { throw new Error('Content was read') }) : mailbox
  }))
  await stores.close()
})

test('nothing of the content is read for what was worked out when it came, on the disk, where there is none any more', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'postern-no-content-'))
  try {
    const stores = await openDiskStores(directory)
    await fill(stores)
    for (const file of await readdir(path.join(directory, 'alice'), { recursive: true, withFileTypes: true })) {
      if (file.isFile() && /content|packs/.test(path.relative(directory, file.parentPath))) await truncate(path.join(file.parentPath, file.name), 0)
    }
    await askWithoutContent(stores, (store) => store)
    await stores.close()
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
})

/** The same thing with another way of doing one of its things. */
function except<T extends object>(thing: T, key: keyof T, other: unknown): T {
  return new Proxy(thing, {
    get: (target, name) => {
      if (name === key) return other
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
}
