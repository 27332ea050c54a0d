import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openDiskStores } from '#lib/mail-store/disk/disk-stores.ts'
import type { MailStores } from '#lib/mail-store/mail-store.ts'
import { createMemoryStores } from '#lib/mail-store/memory/memory-stores.ts'
import { appendMessages, sampleMessage, startImapFixture } from '../imap-fixture.ts'
import { SeededRandom } from '../fuzz/random.ts'
import { flagSet } from './believed-mailbox.ts'
import { KnownMessages } from './known-messages.ts'
import { MAILBOXES, ModelClient } from './model-client.ts'

const CLIENTS = 16

/**
 * Lets 16 clients of one account say random things at once while `goesOn` says so of the steps made, half of them with QRESYNC. Answers what no
 * honest server could have said, and where a client's picture is not the mailbox once all is quiet.
 */
async function runModel(stores: MailStores, seed: number, goesOn: (steps: number) => boolean): Promise<readonly string[]> {
  const fixture = await startImapFixture({ storeOf: ({ name }) => stores.of(name) })
  const store = await stores.of('alice')
  for (const name of MAILBOXES) await appendMessages(store, name, Array.from({ length: 10 }, (_, index) => sampleMessage(index)))
  const known = new KnownMessages()
  const clients = Array.from({ length: CLIENTS }, (_, index) => new ModelClient({ connect: () => fixture.connect(), random: new SeededRandom(seed * CLIENTS + index), qresync: index % 2 === 0, known, number: index }))
  const faults: string[] = []
  const watched = async (client: ModelClient, work: () => Promise<void>): Promise<void> => {
    await work().catch((error: unknown) => faults.push(`seed ${seed}, client ${clients.indexOf(client)} in ${client.selected}, ${client.last}: ${error instanceof Error ? error.message : 'failed'}`))
  }
  const all = (work: (client: ModelClient) => Promise<void>): Promise<unknown> => Promise.all(clients.map((client) => watched(client, () => work(client))))
  let steps = 0
  try {
    await all(async (client) => {
      await client.open()
      while (faults.length === 0 && goesOn(steps++)) await client.step()
    })
    for (const finish of [(client: ModelClient) => client.catchUp(), (client: ModelClient) => client.resynchronize()]) {
      if (faults.length === 0) await all(finish)
      if (faults.length === 0) for (const client of clients) await watched(client, async () => await compare(stores, client))
    }
    faults.push(...fixture.logged.filter((line) => line.includes('"level":"error"')))
  } finally {
    for (const client of clients) client.close()
    await fixture.close()
  }
  return faults
}

/** The client's picture beside the mailbox. */
async function compare(stores: MailStores, { selected, believed }: ModelClient): Promise<void> {
  const mailbox = await (await stores.of('alice')).mailbox(selected ?? '')
  if (!mailbox) throw new Error('nothing is selected')
  const there: string[] = []
  for await (const batch of mailbox.messages(await mailbox.uids(), [])) there.push(...batch.map(({ uid, flags }) => `${uid} ${[...flagSet(flags.join(' '))].sort().join(' ')}`))
  const here = believed.messages.map(({ uid, flags }) => `${uid} ${[...(flags ?? [])].sort().join(' ')}`)
  const wrong = here.findIndex((line, index) => line !== there[index])
  if (wrong >= 0 || here.length !== there.length) throw new Error(`number ${wrong + 1} of ${here.length} is taken for ${here[wrong]} and is ${there[wrong]} of ${there.length}`)
}

/** The same on a store in memory and on the disk, each time with other numbers. */
export async function runModelOnBoth(seed: number, goesOn: (steps: number) => boolean): Promise<readonly string[]> {
  const inMemory = await runModel(createMemoryStores(), seed, goesOn)
  const directory = await mkdtemp(path.join(tmpdir(), 'postern-model-'))
  const stores = await openDiskStores(directory)
  try {
    return [...inMemory, ...(await runModel(stores, seed, goesOn)).map((fault) => `on the disk, ${fault}`)]
  } finally {
    await stores.close()
    await rm(directory, { recursive: true, force: true })
  }
}

if (import.meta.main) {
  const [seconds, first] = [Number(process.argv[2] ?? 60), Number(process.argv[3] ?? Date.now() % 100_000_000)]
  const end = Date.now() + seconds * 1000
  let seed = first
  let faults: readonly string[] = []
  for (; Date.now() < end && faults.length === 0; seed++) faults = await runModelOnBoth(seed, (steps) => steps < 2000)
  console.log(`${(seed - first) * 4000} commands from seed ${first} on, ${faults.length} faults`)
  for (const fault of faults) console.log(fault)
  process.exitCode = faults.length === 0 ? 0 : 1
}
