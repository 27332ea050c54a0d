import { connect, type Socket } from 'node:net'

/** Octets that a reply's last line may have. */
const LINE_LIMIT = 8192

/** A bare IMAP client for measuring: one command at a time, answers as octets counted and text kept only where asked. */
export class BenchImap {
  readonly #socket: Socket
  #tag = 0
  #received: Buffer[] = []
  #length = 0
  #wake: (() => void) | undefined

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (chunk: Buffer) => {
      this.#received.push(chunk)
      this.#length += chunk.length
      this.#wake?.()
    })
  }

  static async open(port: number): Promise<BenchImap> {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true })
    const client = new BenchImap(socket)
    await client.#until(() => client.#endsLine())
    client.#take()
    return client
  }

  /** Sends the command and answers all octets up to its tagged reply. Throws when that is not OK. */
  async command(text: string): Promise<Buffer> {
    this.#tag += 1
    const tag = `t${this.#tag}`
    this.#socket.write(`${tag} ${text}\r\n`, 'latin1')
    return this.#reply(tag, text)
  }

  /** APPEND with a non-synchronizing literal. */
  async append(mailbox: string, content: Buffer): Promise<void> {
    this.#tag += 1
    const tag = `t${this.#tag}`
    this.#socket.write(Buffer.concat([Buffer.from(`${tag} APPEND ${mailbox} {${content.length}+}\r\n`), content, Buffer.from('\r\n')]))
    await this.#reply(tag, 'APPEND')
  }

  /** Several messages in one APPEND (RFC 3502), with their flags. */
  async appendAll(mailbox: string, messages: readonly { readonly content: Buffer; readonly flags: readonly string[] }[]): Promise<void> {
    this.#tag += 1
    const tag = `t${this.#tag}`
    this.#socket.write(`${tag} APPEND ${mailbox}`)
    for (const { content, flags } of messages) {
      this.#socket.write(` (${flags.join(' ')}) {${content.length}+}\r\n`)
      this.#socket.write(content)
    }
    this.#socket.write('\r\n')
    await this.#reply(tag, 'APPEND')
  }

  /** Begins IDLE and answers once the server has invited; `next` resolves at the first octet that follows, `end` closes IDLE. */
  async idle(): Promise<{ next(): Promise<void>; end(): Promise<void> }> {
    this.#tag += 1
    const tag = `t${this.#tag}`
    this.#socket.write(`${tag} IDLE\r\n`)
    await this.#until(() => this.#endsLine())
    this.#take()
    return {
      next: async () => {
        await this.#until(() => this.#length > 0)
        this.#take()
      },
      end: async () => {
        this.#socket.write('DONE\r\n')
        await this.#reply(tag, 'IDLE')
      },
    }
  }

  close(): void {
    this.#socket.destroy()
  }

  async #reply(tag: string, command: string): Promise<Buffer> {
    let reply = ''
    await this.#until(() => {
      if (!this.#endsLine()) return false
      reply = this.#lastLine()
      return reply.startsWith(`${tag} `)
    })
    const octets = this.#take()
    if (!reply.startsWith(`${tag} OK`)) throw new Error(`${command.split(' ')[0] ?? ''}: ${reply}`)
    return octets
  }

  #take(): Buffer {
    const octets = Buffer.concat(this.#received)
    this.#received = []
    this.#length = 0
    return octets
  }

  #endsLine(): boolean {
    return this.#received.at(-1)?.at(-1) === 0x0a
  }

  /** A tagged reply may name every capability. */
  #lastLine(): string {
    const tail = this.#received.slice(-2).map((chunk) => chunk.subarray(-LINE_LIMIT).toString('latin1')).join('')
    return tail.trimEnd().split('\r\n').at(-1) ?? ''
  }

  async #until(isReached: () => boolean): Promise<void> {
    while (!isReached()) {
      await new Promise<void>((resolve, reject) => {
        this.#wake = resolve
        this.#socket.once('error', reject)
      })
      this.#socket.removeAllListeners('error')
    }
  }
}
