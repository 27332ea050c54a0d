import { connect, createServer, type Socket } from 'node:net'
import { once } from 'node:events'
import type { ServerAddress } from '#lib/mail/network/server-address.ts'

/** Stands between a client and a server: counts octets, keeps what the client said, and cuts connections on demand. */
export class RecordingProxy {
  readonly #server = createServer((client) => this.#join(client))
  readonly #target: ServerAddress
  readonly #sockets = new Set<Socket>()
  #said: Buffer[] = []
  /** Octets that the server has sent. */
  received = 0
  /** Connections so far. */
  connections = 0

  constructor(target: ServerAddress) {
    this.#target = target
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
    server.pipe(client)
  }
}
