import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { TLSSocket } from 'node:tls'

/** A message in the maildrop, as it lies there: without dot-stuffing. */
export interface KeptMessage {
  readonly uid: string
  content: Buffer
  /** What LIST says of its size, where that is a lie. */
  readonly said?: number
}

/** What a server does in the place of answering a command, by the command's name; undefined answers as usual. */
export type Misbehaviour = Readonly<Record<string, (socket: Socket, argument: string) => void>>

export interface Pop3Options {
  readonly user: string
  readonly password: string
  readonly tls?: { readonly key: string; readonly cert: string }
  readonly misbehaves?: Misbehaviour
}

/** A POP3 server (RFC 1939, STLS of RFC 2595) with one maildrop in memory, which it keeps to the letter where nothing else is asked of it. */
export class Pop3Server {
  readonly messages: KeptMessage[] = []
  /** Every command, of all connections; passwords as they came. */
  readonly heard: string[] = []
  readonly #options: Pop3Options
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  constructor(options: Pop3Options) {
    this.#options = options
    this.#server = createServer((socket) => void this.#serve(socket))
  }

  async start(): Promise<number> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    return (this.#server.address() as AddressInfo).port
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }

  async #serve(plain: Socket): Promise<void> {
    this.#sockets.add(plain)
    plain.on('error', () => undefined)
    const { misbehaves = {} } = this.#options
    if (misbehaves['greeting']) return misbehaves['greeting'](plain, '')
    plain.write('+OK ready\r\n')
    await this.#converse(plain, { user: '', isIn: false, deleted: new Set() }).catch(() => undefined)
  }

  async #converse(socket: Socket, state: Conversation): Promise<void> {
    let buffered = ''
    for await (const chunk of socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      buffered += chunk.toString('latin1')
      for (let end = buffered.indexOf('\r\n'); end >= 0; end = buffered.indexOf('\r\n')) {
        const line = buffered.slice(0, end)
        buffered = buffered.slice(end + 2)
        this.heard.push(line)
        const [name = '', argument = ''] = /^(\S+) ?(.*)$/.exec(line)?.slice(1) ?? []
        const special = this.#options.misbehaves?.[name]
        if (special) special(socket, argument)
        else if (name === 'STLS' && this.#options.tls) {
          socket.write('+OK begin\r\n')
          const secured = new TLSSocket(socket, { isServer: true, ...this.#options.tls })
          secured.on('error', () => undefined)
          return this.#converse(secured, state)
        } else socket.write(this.#answer(name, argument, state))
        if (name === 'QUIT') socket.end()
      }
    }
  }

  #answer(name: string, argument: string, state: Conversation): string | Buffer {
    const message = this.messages[Number(argument) - 1]
    const there = this.messages.map((each, at) => ({ ...each, number: at + 1 })).filter(({ number }) => !state.deleted.has(number))
    if (name === 'USER') {
      state.user = argument
      return '+OK\r\n'
    }
    if (name === 'PASS') {
      state.isIn = state.user === this.#options.user && argument === this.#options.password
      return state.isIn ? '+OK\r\n' : '-ERR no\r\n'
    }
    if (name === 'QUIT') {
      // RFC 1939 §6: only now.
      for (const number of [...state.deleted].toSorted((a, b) => b - a)) this.messages.splice(number - 1, 1)
      return '+OK bye\r\n'
    }
    if (!state.isIn) return '-ERR sign in\r\n'
    if (name === 'UIDL') return `+OK\r\n${there.map(({ number, uid }) => `${number} ${uid}\r\n`).join('')}.\r\n`
    if (name === 'LIST') return `+OK\r\n${there.map(({ number, content, said }) => `${number} ${said ?? content.length}\r\n`).join('')}.\r\n`
    if (name === 'RETR' && message) return Buffer.concat([Buffer.from('+OK\r\n'), Buffer.from(message.content.toString('latin1').replaceAll(/^\./gm, '..'), 'latin1'), Buffer.from(message.content.toString('latin1').endsWith('\n') ? '.\r\n' : '\r\n.\r\n')])
    if (name === 'DELE' && message) {
      state.deleted.add(Number(argument))
      return '+OK\r\n'
    }
    return '-ERR\r\n'
  }
}

interface Conversation {
  user: string
  isIn: boolean
  readonly deleted: Set<number>
}
