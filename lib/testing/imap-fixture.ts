import assert from 'node:assert/strict'
import { connect, type Socket } from 'node:net'
import { generate } from 'selfsigned'
import { createLog, type Log } from '#lib/log/log.ts'
import { startImapServer, type ImapServer, type ImapServerOptions } from '#lib/imap-server/server.ts'
import type { MailStore, MailStores, NewMessage } from '#lib/mail-store/mail-store.ts'
import { openDiskStores } from '#lib/mail-store/disk/disk-stores.ts'
import type { StoreOptions } from '#lib/mail-store/store-options.ts'
import { publicView } from '#lib/mail-store/sharing/public-view.ts'
import { withShared } from '#lib/mail-store/sharing/shared-view.ts'
import { createMemoryStores } from '#lib/mail-store/memory/memory-stores.ts'
import { ConversationClient, WHOLE } from './conversation-client.ts'
import { FakeAccounts } from './fakes/fake-accounts.ts'

/** A server on loopback, for one test; its store is in memory unless a folder is given. */
export interface ImapFixture {
  readonly server: ImapServer
  readonly port: number
  readonly accounts: FakeAccounts
  readonly stores: MailStores
  /** What the server has logged, one JSON object a line. */
  readonly logged: readonly string[]
  connect(): Promise<Socket>
  /** A client that has been greeted. */
  open(): Promise<ConversationClient>
  /** A client of that account; of alice where none is named. */
  signIn(name?: string): Promise<ConversationClient>
  close(): Promise<void>
}

export type FixtureOptions = Partial<Omit<ImapServerOptions, 'accounts' | 'log'>> & { readonly accounts?: FakeAccounts; readonly quota?: number; /** A folder for a store on the disk, instead of one in memory. */ readonly folder?: string; readonly anonymous?: boolean }

/** Accounts alice, bob and carol with passwords `postern-NAME`; failed logins wait for no more than a millisecond. */
export async function startImapFixture(options: FixtureOptions = {}): Promise<ImapFixture> {
  const accounts = options.accounts ?? new FakeAccounts()
  for (const name of ['alice', 'bob', 'carol']) if (!(await accounts.find(name))) await accounts.add(name, `postern-${name}`)
  const { quota, folder, anonymous = false } = options
  const storeOptions: StoreOptions = { quotaOf: async (name) => quota ?? (await accounts.find(name))?.quota, messageQuotaOf: async (name) => (await accounts.find(name))?.messageQuota, now: () => Date.UTC(2024, 0, 1) }
  const stores = folder === undefined ? createMemoryStores(storeOptions) : await openDiskStores(folder, storeOptions)
  const logged: string[] = []
  const log: Log = createLog('debug', (line) => void logged.push(line))
  const server = await startImapServer({
    storeOf: async ({ name }) => withShared(await stores.of(name), { account: name, grants: accounts, storeOf: (owner) => stores.of(owner) }),
    ...(anonymous && { publicStore: () => publicView({ grants: accounts, storeOf: (owner) => stores.of(owner) }) }),
    listeners: [{ host: '127.0.0.1', port: 0, tls: 'none' }],
    version: '0.0.0',
    adminUri: 'mailto:postmaster@example.test',
    isAdministrator: (name) => name === 'carol',
    ...options,
    accounts,
    limits: { loginDelay: 1, ...options.limits },
    log,
  })
  const port = server.addresses[0]!.port
  const open = async (): Promise<ConversationClient> => {
    const client = new ConversationClient(await connectTo(port), WHOLE)
    assert.match((await client.line()) ?? '', /^\* OK /)
    return client
  }
  return {
    server,
    port,
    accounts,
    stores,
    logged,
    connect: () => connectTo(port),
    open,
    async signIn(name = 'alice') {
      const client = await open()
      assert.match(await client.asks(`l LOGIN ${name} postern-${name}`), /^l OK /)
      return client
    },
    async close() {
      await server.close(100)
      await stores.close()
    },
  }
}

/** Such a server for as long as the body runs. */
export async function withImapServer(options: FixtureOptions, body: (fixture: ImapFixture) => Promise<void>): Promise<void> {
  const fixture = await startImapFixture(options)
  try {
    await body(fixture)
  } finally {
    await fixture.close()
  }
}

/** A key and a certificate for localhost that nobody trusts. */
export async function testCertificate(): Promise<{ key: string; cert: string }> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], { keyType: 'ec' })
  return { key, cert }
}

/** An open TCP connection to loopback that sends each write at once. */
export function connectTo(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true }, () => resolve(socket))
    socket.once('error', reject)
  })
}

export interface SampleMessage {
  readonly content: string
  readonly flags?: readonly string[]
  readonly internalDate?: Date
}

/** Appends messages whose text is octets (latin1); lines may end with LF alone and get their CR. */
export async function appendMessages(store: MailStore, mailbox: string, samples: readonly SampleMessage[]): Promise<void> {
  const found = (await store.mailbox(mailbox)) ?? (await store.create(mailbox))
  await found.append(newMessages(samples))
}

async function* newMessages(samples: readonly SampleMessage[]): AsyncGenerator<NewMessage> {
  for (const { content, flags = [], internalDate = new Date(Date.UTC(2024, 0, 2)) } of samples) {
    const octets = Buffer.from(content.replace(/\r?\n/g, '\r\n'), 'latin1')
    yield {
      flags,
      internalDate,
      size: octets.length,
      async *content() {
        yield octets
      },
    }
  }
}

/** Message `number` of a series: the same octets each time, different from its neighbours in every field. */
export function sampleMessage(number: number): SampleMessage {
  const day = new Date(Date.UTC(2024, 0, 1 + (number % 28), 12, 0, 0))
  const content = [
    `Date: ${day.toUTCString().replace('GMT', '+0000')}`,
    `From: Sender ${number} <sender${number}@example.test>`,
    'To: Alice <alice@example.test>',
    `Subject: Message ${number}`,
    `Message-ID: <${number}@example.test>`,
    '',
    `This is message ${number}.`,
    '',
  ].join('\n')
  return { content, internalDate: day }
}
