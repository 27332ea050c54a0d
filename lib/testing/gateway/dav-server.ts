import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, request as ask, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { AddressBookStore } from '#lib/address-book/store/address-book-store.ts'
import { loadConfig } from '#lib/config/load.ts'
import { addressBooks } from '#lib/http/address-book/open-books.ts'
import { setProcessSingleton } from '#lib/http/process-singleton.ts'
import { createFront } from '#lib/http/serving/front.ts'
import { programPasswords } from '#lib/http/program-passwords/open-passwords.ts'
import { drain } from '#lib/http/serving/listeners.ts'
import { createLog } from '#lib/log/log.ts'
import { accountKey } from '#lib/session/account-identity.ts'
import type { ProgramPasswordStore } from '#lib/session/program-passwords/program-password-store.ts'
import type { Credentials } from '#lib/mail/network/server-address.ts'
import { nothingCounted } from '../fakes/nothing-counted.ts'
import { startEmbedded } from './embedded-server.ts'

export interface DavAsked {
  readonly method: string
  readonly path: string
  readonly as?: Credentials
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
}

export interface DavAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** The front of the web process with its address books for programs, beside a mail server that knows alice and bob. */
export interface DavServer {
  readonly origin: string
  readonly alice: Credentials
  readonly bob: Credentials
  readonly books: AddressBookStore
  readonly passwords: ProgramPasswordStore
  /** Of alice and bob, as everything keeps it. */
  accountOf(credentials: Credentials): string
  /** What was written to the log. */
  readonly lines: readonly string[]
  ask(asked: DavAsked): Promise<DavAnswer>
  stopMail(): Promise<void>
  stop(): Promise<void>
}

/** There may be one at a time in a process: what it keeps is the process's. */
export async function startDavServer(env: Readonly<Record<string, string>> = {}, toml = ''): Promise<DavServer> {
  const data = await mkdtemp(path.join(tmpdir(), 'postern-dav-'))
  await writeFile(path.join(data, 'postern.toml'), toml)
  const mail = await startEmbedded()
  const config = loadConfig({ data, directory: data, env: { POSTERN_IMAP_URL: `imap://127.0.0.1:${mail.address.port}`, POSTERN_MAIL_DOMAINS: 'example.test', ...env } })
  const lines: string[] = []
  const log = createLog('debug', (line) => lines.push(line))
  const next = async (_: IncomingMessage, response: import('node:http').ServerResponse): Promise<void> => void response.writeHead(404).end('framework')
  const front = createFront({ config, log, development: false, readiness: async () => ({ ready: true, reasons: [] }), isDraining: () => false, ...nothingCounted(), next })
  const server = createServer((request, response) => void front(request, response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const [books, passwords] = await Promise.all([addressBooks(config, log), programPasswords(config, log)])
  return {
    origin: `http://127.0.0.1:${port}`,
    alice: mail.alice,
    bob: mail.bob,
    books,
    passwords,
    lines,
    accountOf: ({ user }) => accountKey({ site: 'default', host: mail.address.host, port: mail.address.port, user }),
    ask: (asked) => answerOf(port, asked),
    stopMail: () => mail.stop(),
    stop: async () => {
      await drain(server, 0)
      await mail.stop().catch(() => undefined) // stopped before
      await Promise.all([books.close(), passwords.close()])
      for (const key of ['address-books', 'program-door', 'program-passwords']) setProcessSingleton(key, undefined)
      await rm(data, { recursive: true })
    },
  }
}

export function basic({ user, password }: Credentials): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}

async function answerOf(port: number, { method, path: asked, as, headers = {}, body }: DavAsked): Promise<DavAnswer> {
  const sent = ask({ port, host: '127.0.0.1', path: asked, method, headers: { ...(as && { authorization: basic(as) }), ...headers }, agent: false })
  sent.on('error', () => undefined) // a body that is refused may be cut off while it is sent
  sent.end(body)
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  let text = ''
  for await (const chunk of response.setEncoding('utf8')) text += chunk as string
  return { status: response.statusCode ?? 0, headers: response.headers, body: text }
}
