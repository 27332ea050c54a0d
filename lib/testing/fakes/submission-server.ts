import type { AddressInfo, Socket } from 'node:net'
import { createServer, type Server } from 'node:net'

/** What the server answers; `undefined` is the ordinary answer, 'drop' hangs up without one, 'hang' never answers. */
export type Answer = string | 'drop' | 'hang' | undefined

export interface SubmissionBehaviour {
  readonly greeting?: Answer
  readonly ehlo?: Answer
  readonly auth?: Answer
  readonly mail?: Answer
  readonly recipient?: (address: string) => Answer
  readonly data?: Answer
  /** After the final dot. */
  readonly content?: Answer
  /** Keeps the message, and hangs up without saying so. */
  readonly losesAnswer?: boolean
  /** Hangs up once so many octets of content came. */
  readonly dropContentAfter?: number
}

export interface ReceivedMessage {
  readonly from: string
  readonly recipients: readonly string[]
  /** The content without dot-stuffing, CRLF as it came; '' when only its size was kept. */
  readonly content: string
  readonly size: number
}

/** A submission server on loopback that keeps what it accepted and misbehaves where it is told to. */
export class SubmissionServer {
  readonly received: ReceivedMessage[] = []
  readonly commands: string[] = []
  behaviour: SubmissionBehaviour = {}
  /** False counts content instead of keeping it. */
  keepContent = true
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  constructor() {
    this.#server = createServer((socket) => {
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
      new Conversation(this, socket)
    })
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return (this.#server.address() as AddressInfo).port
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

class Conversation {
  readonly #home: SubmissionServer
  readonly #socket: Socket
  #pending = ''
  #content: string[] | undefined
  #size = 0
  #from = ''
  #recipients: string[] = []

  constructor(home: SubmissionServer, socket: Socket) {
    this.#home = home
    this.#socket = socket
    socket.on('error', () => undefined) // the client hung up; the test sees that on its own side
    socket.on('data', (chunk: Buffer) => this.#take(chunk.toString('latin1')))
    this.#answer(home.behaviour.greeting, '220 fake.test ESMTP')
  }

  #answer(answer: Answer, ordinary: string): boolean {
    const text = answer ?? ordinary
    if (text === 'drop') this.#socket.destroy()
    else if (text !== 'hang') this.#socket.write(`${text}\r\n`)
    return /^[23]/.test(text)
  }

  #take(text: string): void {
    this.#pending += text
    for (;;) {
      if (this.#content) {
        if (!this.#takeContent()) return
        continue
      }
      const end = this.#pending.indexOf('\r\n')
      if (end < 0) return
      const line = this.#pending.slice(0, end)
      this.#pending = this.#pending.slice(end + 2)
      this.#command(line)
    }
  }

  #beginContent(): void {
    this.#content = []
    // The CRLF of the command's line: an end of data right behind it is one.
    this.#pending = `\r\n${this.#pending}`
  }

  #takeContent(): boolean {
    const { dropContentAfter } = this.#home.behaviour
    const whole = this.#pending
    const end = whole.indexOf('\r\n.\r\n')
    // What could be the beginning of the end stays for the next piece.
    const ready = end >= 0 ? whole.slice(0, end + 2) : whole.slice(0, -4)
    this.#pending = end >= 0 ? whole.slice(end + 5) : whole.slice(-4)
    this.#size += ready.length
    if (this.#home.keepContent) this.#content?.push(ready)
    if (dropContentAfter !== undefined && this.#size > dropContentAfter) this.#socket.destroy()
    if (end >= 0) this.#finish()
    return end >= 0
  }

  #finish(): void {
    const content = (this.#content ?? []).join('').slice(2).replace(/^\.\./gm, '.')
    this.#content = undefined
    const { content: answer, losesAnswer = false } = this.#home.behaviour
    if (this.#answer(losesAnswer ? 'drop' : answer, '250 2.0.0 kept as F4K3') || losesAnswer) {
      this.#home.received.push({ from: this.#from, recipients: this.#recipients, content, size: this.#size - 2 })
    }
    this.#size = 0
  }

  #command(line: string): void {
    const { behaviour, commands } = this.#home
    const verb = line.split(/[ :]/, 1)[0]?.toUpperCase() ?? ''
    commands.push(verb === 'AUTH' ? line.replace(/ [^ ]+$/, ' …') : line)
    if (verb === 'EHLO') this.#answer(behaviour.ehlo, '250-fake.test\r\n250-AUTH PLAIN\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 500000000')
    else if (verb === 'AUTH') this.#answer(behaviour.auth, '235 2.7.0 welcome')
    else if (verb === 'MAIL') {
      if (this.#answer(behaviour.mail, '250 ok')) [this.#from, this.#recipients] = [/<(.*)>/.exec(line)?.[1] ?? '', []]
    } else if (verb === 'RCPT') {
      const address = /<(.*)>/.exec(line)?.[1] ?? ''
      if (this.#answer(behaviour.recipient?.(address), '250 ok')) this.#recipients.push(address)
    } else if (verb === 'DATA') {
      if (this.#answer(behaviour.data, '354 go on')) this.#beginContent()
    } else if (verb === 'QUIT') {
      this.#answer(undefined, '221 bye')
      this.#socket.end()
    } else this.#answer(undefined, '502 no')
  }
}
