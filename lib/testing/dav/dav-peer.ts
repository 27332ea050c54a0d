import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerPeer } from './answer-peer.ts'
import { PeerBook } from './peer-book.ts'

/** What a peer does instead of what it was asked for, or after it. */
export type PeerFault =
  /** Ends the connection before it did anything, or when it has done it and should answer. */
  | { readonly drop: 'before' | 'after' }
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }

export interface PeerRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** A CardDAV server on loopback whose books lie open, and which fails as it is told. */
export class DavPeer {
  readonly account = { user: 'ann', password: 'over there' }
  /** By the last segment of their path. */
  readonly books = new Map<string, PeerBook>()
  /** What was asked, with method and path. */
  readonly asked: string[] = []
  /** False for a server without RFC 6578. */
  knowsSync = true
  /** False for one that names no state of what was written. */
  tellsEtag = true
  /** Asked before each request. */
  fault: (request: PeerRequest) => PeerFault | undefined = () => undefined
  readonly #server = createServer((request, response) => void this.#answer(request, response))

  /** The only book of most tests. */
  readonly friends = new PeerBook('Friends')

  constructor() {
    this.books.set('friends', this.friends)
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return this
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`
  }

  /** Of a book, as clients know it. */
  bookUrl(name = 'friends'): string {
    return `${this.url}dav/ann/${name}/`
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections()
    return new Promise((resolve) => this.#server.close(() => resolve()))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    const asked: PeerRequest = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() }
    this.asked.push(`${asked.method} ${asked.path}`)
    const fault = this.fault(asked)
    if (fault && 'drop' in fault && fault.drop === 'before') return void response.destroy()
    if (fault && 'status' in fault) return void response.writeHead(fault.status, { ...fault.headers }).end()
    const { status, headers, body } = this.#isProven(asked) ? answerPeer(this, asked) : { status: 401, headers: { 'www-authenticate': 'Basic realm="peer"' }, body: '' }
    if (fault) return void response.destroy()
    response.writeHead(status, headers).end(body)
  }

  #isProven({ headers }: PeerRequest): boolean {
    const { user, password } = this.account
    return headers.authorization === `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
  }
}
