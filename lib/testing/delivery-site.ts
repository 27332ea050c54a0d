import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import { startDelivery, type Delivery, type DeliveryOptions } from '#lib/delivery/delivery.ts'
import type { DeliveryService } from '#lib/delivery/listener.ts'
import { createLog } from '#lib/log/log.ts'
import type { Mailbox, MailStore, MailStores } from '#lib/mail-store/mail-store.ts'
import { createMemoryStores } from '#lib/mail-store/memory/memory-stores.ts'
import { FakeAccounts } from './fakes/fake-accounts.ts'

/** Delivery on real sockets over stores in memory: alice and bob, and carol who has room for 2,000 octets. */
export interface DeliverySite {
  readonly accounts: FakeAccounts
  readonly stores: MailStores
  readonly delivery: Delivery
  readonly logged: readonly string[]
  port(service: DeliveryService): number
  store(account: string): Promise<MailStore>
  /** The messages of a mailbox as text, each octet one character. */
  messages(account: string, mailbox?: string): Promise<readonly string[]>
  close(): Promise<void>
}

export async function startDeliverySite(options: Partial<DeliveryOptions> = {}): Promise<DeliverySite> {
  const accounts = new FakeAccounts()
  for (const name of ['alice', 'bob', 'outside']) await accounts.add(name, `secret-${name}`)
  await accounts.add('carol', 'secret-carol', 2000)
  const stores = createMemoryStores({ quotaOf: async (name) => (await accounts.find(name))?.quota })
  const directory = await mkdtemp(join(tmpdir(), 'postern-delivery-'))
  const pems = await generate([{ name: 'commonName', value: 'localhost' }], { keyType: 'ec', algorithm: 'sha256' })
  const logged: string[] = []
  const services: readonly DeliveryService[] = ['smtp', 'lmtp', 'submission', 'submissions']
  const delivery = await startDelivery({
    accounts,
    storeOf: (account) => stores.of(account),
    listeners: services.map((service) => ({ service, host: '127.0.0.1', port: 0 })),
    tls: { certificate: pems.cert, key: pems.private },
    domains: ['example.test'],
    spoolDirectory: join(directory, 'spool'),
    maxMessageSize: 1_000_000,
    log: createLog('debug', (line) => logged.push(line)),
    ...options,
  })
  return {
    accounts,
    stores,
    delivery,
    logged,
    port: (service) => delivery.listening.find((one) => one.service === service)?.port ?? 0,
    store: (account) => stores.of(account),
    messages: (account, mailbox = 'INBOX') => readMailbox(stores, account, mailbox),
    async close() {
      await delivery.close(1000)
      await rm(directory, { recursive: true, force: true })
    },
  }
}

async function readMailbox(stores: MailStores, account: string, name: string): Promise<readonly string[]> {
  const mailbox = await (await stores.of(account)).mailbox(name)
  return mailbox ? readMessages(mailbox) : []
}

/** Every message of the mailbox as text, each octet one character. */
export async function readMessages(mailbox: Mailbox): Promise<readonly string[]> {
  const all: string[] = []
  for (const uid of await mailbox.uids()) {
    const chunks: Uint8Array[] = []
    for await (const chunk of mailbox.content(uid)) chunks.push(chunk)
    all.push(Buffer.concat(chunks).toString('latin1'))
  }
  return all
}
