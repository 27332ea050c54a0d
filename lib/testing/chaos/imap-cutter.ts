import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** Where an armed cut strikes: at the answer that holds the text, which arrives or is lost. */
export interface ArmedCut {
  readonly text: string
  readonly arrives: boolean
}

/** Stands between a client and a server on loopback, and cuts all connections when it is told to. */
export class ImapCutter {
  armed: ArmedCut | undefined
  /** How often what was armed has struck. */
  struck = 0
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  constructor(target: number) {
    this.#server = createServer((client) => this.#join(client, connect(target, '127.0.0.1')))
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return (this.#server.address() as AddressInfo).port
  }

  cut(): void {
    this.armed = undefined
    for (const socket of this.#sockets) socket.destroy()
  }

  async close(): Promise<void> {
    this.cut()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #join(client: Socket, server: Socket): void {
    for (const [one, other] of [[client, server], [server, client]] as const) {
      this.#sockets.add(one)
      one.on('error', () => undefined) // it was cut
      one.on('close', () => {
        this.#sockets.delete(one)
        other.destroy()
      })
    }
    client.pipe(server)
    server.on('data', (chunk: Buffer) => {
      const { armed } = this
      const strikes = armed !== undefined && chunk.includes(armed.text)
      if (!strikes || armed.arrives) client.write(chunk)
      if (!strikes) return
      this.armed = undefined
      this.struck += 1
      setImmediate(() => this.cut())
    })
  }
}
