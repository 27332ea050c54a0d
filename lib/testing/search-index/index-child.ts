import { randomInt } from 'node:crypto'
import { writeSync } from 'node:fs'
import type { Uid } from '#lib/mail/uid.ts'
import type { DiskMailStore } from '#lib/mail-store/disk/disk-mail-store.ts'
import { openDiskStores } from '#lib/mail-store/disk/disk-stores.ts'
import type { Mailbox, NewMessage } from '#lib/mail-store/mail-store.ts'

/** Brings in messages, removes some and has them indexed, until it is killed; a line on standard output says that it has begun. */
const WORDS = ['harbour', 'lantern', 'meadow', 'quarry', 'thistle', 'walnut']

async function* letters(): AsyncGenerator<NewMessage> {
  for (let count = randomInt(1, 8); count > 0; count--) {
    const words = Array.from({ length: 40 }, () => WORDS[randomInt(WORDS.length)]).join(' ')
    const octets = Buffer.from(`Subject: ${words.slice(0, 20)}\r\nFrom: ${WORDS[randomInt(WORDS.length)]}@example.test\r\n\r\n${words} ${randomInt(1000)}`)
    yield { flags: [], internalDate: new Date(0), size: octets.length, content: async function* () { yield octets } }
  }
}

async function removeSome(inbox: Mailbox, store: DiskMailStore): Promise<void> {
  const uids = await inbox.uids()
  const gone: readonly Uid[] = uids.filter(() => randomInt(20) === 0)
  await inbox.changeFlags(gone, { operation: 'add', flags: ['\\Deleted'] })
  await inbox.expunge(gone)
  await store.sweep()
}

const stores = await openDiskStores(process.argv[2] ?? '', { indexedFrom: 0 })
const store = (await stores.of('alice')) as DiskMailStore
const inbox = (await store.mailbox('INBOX')) as Mailbox
writeSync(1, 'ready\n')
for (;;) {
  await inbox.append(letters())
  const filled = store.fillIndex()
  if (randomInt(3) === 0) await filled
  if (randomInt(4) === 0) await removeSome(inbox, store)
}
