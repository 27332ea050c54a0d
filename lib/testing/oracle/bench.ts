import assert from 'node:assert/strict'
import type { MailStores, NewMessage } from '#lib/mail-store/mail-store.ts'
import { ConversationClient, WHOLE } from '../conversation-client.ts'
import { startImapFixture } from '../imap-fixture.ts'
import { render, type MailModel } from './random-mail.ts'
import type { KnownMail } from './search-oracle.ts'

/** One client of alice, and a mailbox for each run. */
export class Bench {
  readonly #client: ConversationClient
  readonly #stores: MailStores
  #count = 0

  constructor(client: ConversationClient, stores: MailStores) {
    this.#client = client
    this.#stores = stores
  }

  /** The untagged lines that answer the command. */
  async asks(command: string): Promise<readonly string[]> {
    const tag = `t${++this.#count}`
    await this.#client.says(`${tag} ${command}\r\n`)
    const lines: string[] = []
    for (let line = await this.#client.line(); ; line = await this.#client.line()) {
      if (line === undefined) throw new Error('The connection ended')
      if (line.startsWith(tag)) {
        assert.ok(line.startsWith(`${tag} OK`), `${command}: ${line}`)
        return lines
      }
      lines.push(line)
    }
  }

  /** Fills a mailbox of its own with these octets, and selects it. */
  async openRaw(contents: readonly string[]): Promise<void> {
    const mailbox = await (await this.#stores.of('alice')).create(`run ${++this.#count}`)
    await mailbox.append(raw(contents))
    await this.asks(`EXAMINE "${mailbox.name}"`)
  }

  /** Fills a mailbox of its own, takes the messages at `gone` away again, and selects it. */
  async open(models: readonly MailModel[], gone: readonly number[]): Promise<readonly KnownMail[]> {
    const store = await this.#stores.of('alice')
    const mailbox = await store.create(`run ${++this.#count}`)
    const rendered = models.map(render)
    await mailbox.append(arrivals(models))
    const uids = gone.filter((index) => index < models.length).map((index) => index + 1) as never[]
    await mailbox.changeFlags(uids, { operation: 'add', flags: ['\\Deleted'] })
    await mailbox.expunge(uids)
    await this.asks(`EXAMINE "${mailbox.name}"`)
    const left = models.flatMap((model, index) => (gone.includes(index) ? [] : [{ model, rendered: rendered[index]!, uid: index + 1 }]))
    return left.map((known, index) => ({ ...known, sequence: index + 1 }))
  }
}

async function* raw(contents: readonly string[]): AsyncGenerator<NewMessage> {
  for (const content of contents) {
    const octets = Buffer.from(content)
    yield {
      flags: [],
      internalDate: new Date(0),
      size: octets.length,
      async *content() {
        yield octets
      },
    }
  }
}

async function* arrivals(models: readonly MailModel[]): AsyncGenerator<NewMessage> {
  for (const model of models) {
    const { octets } = render(model)
    yield {
      flags: model.flags,
      internalDate: new Date(model.arrived * 1000),
      zone: model.arrivedZone * 60,
      size: octets.length,
      async *content() {
        yield octets
      },
    }
  }
}

/** Plays against a server over those stores, which are closed afterwards. */
export async function onBench(stores: MailStores, play: (bench: Bench) => Promise<void>): Promise<void> {
  const fixture = await startImapFixture({ storeOf: (account) => stores.of(account.name) })
  const client = new ConversationClient(await fixture.connect(), WHOLE)
  try {
    await client.line()
    const bench = new Bench(client, stores)
    await bench.asks('LOGIN alice postern-alice')
    await play(bench)
  } finally {
    client.close()
    await fixture.close()
    await stores.close()
  }
}
