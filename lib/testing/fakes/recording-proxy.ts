import { connect, createServer, type Socket } from 'node:net'
import { once } from 'node:events'
import { Transform } from 'node:stream'
import type { ServerAddress } from '#lib/mail/network/server-address.ts'

/** Stands between a client and a server: counts octets, keeps what the client said, and cuts connections on demand. */
export class RecordingProxy {
  readonly #server = createServer((client) => this.#join(client))
  readonly #target: ServerAddress
  readonly #hides: readonly string[]
  readonly #sockets = new Set<Socket>()
  #said: Buffer[] = []
  /** Octets that the server has sent. */
  received = 0
  /** Connections so far. */
  connections = 0

  /** `hides` names capabilities that clients are not to hear of, as of a server that has none of them. */
  constructor(target: ServerAddress, hides: readonly string[] = []) {
    this.#target = target
    this.#hides = hides
  }

  /** Listens on that address, of loopback. */
  async start(host = '127.0.0.1'): Promise<ServerAddress> {
    this.#server.listen(0, host)
    await once(this.#server, 'listening')
    const address = this.#server.address()
    if (typeof address !== 'object' || address === null) throw new Error('no port')
    return { ...this.#target, host, port: address.port }
  }

  /** Everything that clients have said, as octets in a string. */
  get said(): string {
    return Buffer.concat(this.#said).toString('latin1')
  }

  reset(): void {
    this.#said = []
    this.received = 0
  }

  /** Cuts every connection, as a server does that is tired of idle ones. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  async stop(): Promise<void> {
    this.cut()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #join(client: Socket): void {
    this.connections++
    const server = connect(this.#target.port, this.#target.host)
    for (const socket of [client, server]) {
      this.#sockets.add(socket)
      socket.once('close', () => {
        this.#sockets.delete(socket)
        client.destroy()
        server.destroy()
      })
      // A cut connection is what these tests are about.
      socket.on('error', () => undefined)
    }
    client.on('data', (chunk) => this.#said.push(chunk))
    server.on('data', (chunk) => (this.received += chunk.length))
    client.pipe(server)
    server.pipe(this.#hiding()).pipe(client)
  }

  /** Lines come whole on loopback; those of messages hold no CAPABILITY. */
  #hiding(): Transform {
    const isHidden = (word: string): boolean => this.#hides.includes(word.replace(/\]$/, ''))
    const shown = (line: string): string => (/^\S+ (?:OK \[)?CAPABILITY /.test(line) ? line.split(' ').map((word) => (isHidden(word) ? `X-HIDDEN${word.endsWith(']') ? ']' : ''}` : word)).join(' ') : line)
    return new Transform({ transform: (chunk: Buffer, _, done) => done(null, this.#hides.length === 0 ? chunk : Buffer.from(chunk.toString('latin1').split('\r\n').map(shown).join('\r\n'), 'latin1')) })
  }
}
