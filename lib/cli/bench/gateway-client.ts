import { request as httpRequest, Agent, type IncomingMessage } from 'node:http'
import { gzipSync } from 'node:zlib'
import { urls } from '#lib/api/urls.ts'

const AT = urls('')

/** One person at the gateway, by HTTP over a connection that is kept. */
export class GatewayClient {
  readonly #origin: string
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 })
  readonly #cookies = new Map<string, string>()

  constructor(origin: string) {
    this.#origin = origin
  }

  static async signIn(origin: string, user: string, password: string): Promise<GatewayClient> {
    const client = new GatewayClient(origin)
    const answer = await client.send('POST', AT.api.session(), new URLSearchParams({ user, password }).toString())
    if (answer.status !== 303 || answer.location.includes('failed=')) throw new Error(`sign-in of ${user}: ${answer.status}`)
    return client
  }

  /** The answer's body as text. Throws when the status is not 200. */
  async get(path: string, accept = 'application/json'): Promise<string> {
    const { status, body } = await this.send('GET', path, undefined, accept)
    if (status !== 200) throw new Error(`${path}: ${status}`)
    return body.toString()
  }

  /** Reads the answer as it comes and throws it away: its octets, and the milliseconds to the first. */
  async download(path: string): Promise<{ octets: number; firstOctet: number }> {
    const start = performance.now()
    const response = await this.#request('GET', path)
    if (response.statusCode !== 200) throw new Error(`${path}: ${response.statusCode}`)
    let octets = 0
    let firstOctet = 0
    for await (const chunk of response as AsyncIterable<Buffer>) {
      if (octets === 0) firstOctet = performance.now() - start
      octets += chunk.length
    }
    return { octets, firstOctet }
  }

  async send(method: string, path: string, body?: string, accept = 'text/html'): Promise<{ status: number; location: string; body: Buffer }> {
    const response = await this.#request(method, path, body, { accept })
    const chunks: Buffer[] = []
    for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk)
    return { status: response.statusCode ?? 0, location: response.headers.location ?? '', body: Buffer.concat(chunks) }
  }

  /** Posts as a script of ours does: an object as JSON, octets as a piece of an upload. Throws when it is refused. */
  async post<T>(path: string, content: object | Uint8Array, headers: Readonly<Record<string, string>> = {}): Promise<T> {
    const isPiece = content instanceof Uint8Array
    const type = isPiece ? 'application/offset+octet-stream' : 'application/json'
    const response = await this.#request('POST', path, isPiece ? content : JSON.stringify(content), { 'content-type': type, 'x-postern': '1', ...headers })
    const chunks: Buffer[] = []
    for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString()
    if ((response.statusCode ?? 0) >= 400) throw new Error(`${path}: ${response.statusCode} ${body.slice(0, 300)}`)
    return JSON.parse(body) as T
  }

  close(): void {
    this.#agent.destroy()
  }

  #request(method: string, path: string, body?: string | Uint8Array, more: Readonly<Record<string, string>> = {}): Promise<IncomingMessage> {
    const headers: Record<string, string> = { accept: 'application/json', origin: this.#origin, cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
    if (body !== undefined) headers['content-type'] = 'application/x-www-form-urlencoded'
    Object.assign(headers, more)
    return new Promise((resolve, reject) => {
      const request = httpRequest(new URL(path, this.#origin), { method, agent: this.#agent, headers }, (response) => {
        for (const cookie of response.headers['set-cookie'] ?? []) this.#keep(cookie)
        resolve(response)
      })
      request.on('error', reject)
      request.end(body)
    })
  }

  #keep(cookie: string): void {
    const pair = cookie.split(';')[0] ?? ''
    const at = pair.indexOf('=')
    this.#cookies.set(pair.slice(0, at), pair.slice(at + 1))
  }
}

/** Octets of the page and of every script that it names, as a browser with a cold cache would fetch them compressed. */
export async function firstLoad(client: GatewayClient, path: string): Promise<{ html: number; script: number }> {
  const page = await client.get(path, 'text/html')
  const scripts = new Set([...page.matchAll(/<script[^>]+src="([^"]+)"(?![^>]*nomodule)/gi)].map((match) => match[1] ?? ''))
  let script = 0
  for (const source of scripts) script += gzipSync(await client.get(source, '*/*')).length
  return { html: gzipSync(page).length, script }
}
