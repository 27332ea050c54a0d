import { after, before } from 'node:test'
import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { openAccountPool } from '#lib/imap/account-pool.ts'
import { appendMessage } from '#lib/imap/operations/append-message.ts'
import { fetchIndexPage } from '#lib/imap/operations/fetch-index-page.ts'
import type { IndexPage } from '#lib/mail/index-page.ts'
import { readMessageId, type MessageRef } from '#lib/mail/message-ref.ts'
import type { Credentials, ServerAddress } from '#lib/mail/network/server-address.ts'
import { connect } from '#lib/imap/connect.ts'

/** An IMAP server to try the gateway against. */
export interface ServerUnderTest {
  readonly address: ServerAddress
  readonly alice: Credentials
  readonly bob: Credentials
  stop(): Promise<void>
}

/** Passwords that a line protocol likes to break on. */
export const ALICE: Credentials = { user: 'alice', password: ' a "quoted\\" pass w\u00f6rd {5} ' }
export const BOB: Credentials = { user: 'bob', password: 'postern-bob' }

/** The gateway's connections to a server, for tests. */
export class GatewaySite {
  readonly address: ServerAddress
  readonly pool = openAccountPool(5)

  constructor(address: ServerAddress) {
    this.address = address
  }

  connections(credentials: Credentials, signal: AbortSignal = new AbortController().signal): AccountConnections {
    return this.pool.of({ server: this.address, credentials }, signal)
  }

  close(): void {
    this.pool.closeAll()
  }
}

/** Starts the server for the tests of a suite, with the gateway's connections to it, and stops both behind them; the tests wait for what `give` begins. */
export function siteForSuite(start: () => Promise<ServerUnderTest>, give: (started: { readonly server: ServerUnderTest; readonly site: GatewaySite }) => unknown): void {
  let server: ServerUnderTest
  let site: GatewaySite
  before(async () => {
    server = await start()
    site = new GatewaySite(server.address)
    await give({ server, site })
  })
  after(async () => {
    site.close()
    await server.stop()
  })
}

/** A message of header lines and a body, with CRLF. */
export function letter(header: Readonly<Record<string, string>>, body: string): Buffer {
  const lines = Object.entries(header).map(([name, value]) => `${name}: ${value}`)
  return Buffer.from([...lines, '', body].join('\r\n').replace(/\r?\n/g, '\r\n'))
}

export async function put(connections: AccountConnections, mailbox: string, content: Buffer, flags: readonly string[] = []): Promise<MessageRef> {
  const ref = await appendMessage(connections, mailbox, { content, flags })
  if (!ref) throw new Error('the server names no UID')
  return ref
}

/** Appends what is too large for one piece, as a client does that holds it whole. */
export async function putLarge(site: GatewaySite, credentials: Credentials, mailbox: string, content: Buffer): Promise<MessageRef> {
  const client = await connect({ server: site.address, credentials })
  const answer = await client.append(mailbox, content)
  await client.logout()
  if (!answer || answer.uid === undefined || answer.uidValidity === undefined) throw new Error('the server names no UID')
  return refOf(mailbox, `${answer.uidValidity}.${answer.uid}`)
}

export function refOf(mailbox: string, id: string): MessageRef {
  const read = readMessageId(id)
  if (!read) throw new Error(`no id: ${id}`)
  return { mailbox, ...read }
}

export function index(connections: AccountConnections, mailbox: string, more: Partial<Parameters<typeof fetchIndexPage>[1]> = {}): Promise<IndexPage> {
  return fetchIndexPage(connections, { mailbox, page: 1, pageSize: 50, sort: 'arrival', reverse: true, search: '', ...more })
}

/** The failure that this rejects with. */
export async function failureOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    return (error as { failure?: string }).failure ?? String(error)
  }
  return 'none'
}

export async function octetsOf(stream: ReadableStream<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream as unknown as AsyncIterable<Uint8Array>) chunks.push(chunk)
  return Buffer.concat(chunks)
}
