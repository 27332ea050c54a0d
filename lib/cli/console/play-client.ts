import type { Socket } from 'node:net'
import { connect as startTls, type TLSSocket } from 'node:tls'
import { ConsoleMask, visible } from './console-mask.ts'

/** Octets of a server's line that are kept until its end comes; a longer one is shown in pieces. */
const LONGEST = 64 * 1024
/** `literal = "{" number ["+"] "}"` at the end of a line (RFC 9051 §9). */
const LITERAL = /~?\{(\d{1,10})(\+?)\}$/

/** An IMAP conversation in which a person plays the client: their lines go out with CRLF as they are, both sides are shown with `C:` and `S:`. */
export class PlayedClient {
  readonly #print: (line: string) => void
  readonly #mask = new ConsoleMask()
  #socket: Socket
  #received = Buffer.alloc(0)
  /** The command that is not answered yet. */
  #tag = ''
  #startsTls: string | undefined
  /** The server has asked for more of it. */
  #isContinued = false
  /** Octets of a literal that are still to be sent. */
  #literal = 0
  #answered: (() => void) | undefined
  #hasEnded = false
  readonly ended: Promise<void>
  readonly #end: () => void

  constructor(socket: Socket, print: (line: string) => void) {
    this.#print = print
    const { promise, resolve } = Promise.withResolvers<void>()
    this.ended = promise
    this.#end = () => {
      this.#hasEnded = true
      this.#answered?.()
      resolve()
    }
    this.#socket = socket
    this.#attach()
  }

  get isOver(): boolean {
    return this.#hasEnded
  }

  /** Shows a line and sends it, and resolves when the server has answered it or asks for more: at once within a literal that is not whole. */
  async say(line: string): Promise<void> {
    this.#print(`C: ${visible(this.#mask.client(line))}`)
    await this.#send(line)
  }

  /** The same for a line that the terminal shows already. */
  async pass(line: string): Promise<void> {
    this.#mask.client(line)
    await this.#send(line)
  }

  async #send(line: string): Promise<void> {
    if (this.#hasEnded) return
    if (/^\S+ COMPRESS\b/i.test(line)) return this.#print('-- compressed, nobody could read it: not sent')
    const isDue = this.#take(line)
    const answered = isDue ? this.nextAnswer() : undefined
    this.#socket.write(`${line}\r\n`)
    await answered
  }

  /** Resolves with the next tagged response, continuation, BAD or BYE, and when the server hangs up. */
  nextAnswer(): Promise<void> {
    return this.#hasEnded ? Promise.resolve() : new Promise((resolve) => (this.#answered = resolve))
  }

  /** Says no more, and waits until the server has hung up. */
  async finish(): Promise<void> {
    this.#socket.end()
    await this.ended
  }

  /** Whether the server answers that line: not in the midst of a literal, nor where one follows uninvited. */
  #take(line: string): boolean {
    const octets = Buffer.byteLength(line)
    if (this.#literal > octets) {
      this.#literal = Math.max(0, this.#literal - octets - 2)
      return false
    }
    const rest = Buffer.from(line).subarray(this.#literal).toString()
    if (!this.#isContinued && this.#literal === 0) [this.#tag = ''] = line.split(' ', 1)
    this.#isContinued = false
    this.#literal = 0
    if (/^\S+ STARTTLS$/i.test(line)) this.#startsTls = this.#tag
    const [, count, uninvited] = LITERAL.exec(rest) ?? []
    if (count === undefined) return true
    this.#literal = Number(count)
    return uninvited === ''
  }

  #attach(): void {
    this.#socket.on('data', (octets: Buffer) => this.#hear(octets))
    // Whatever ends it, there is nothing more to show.
    this.#socket.on('error', () => this.#socket.destroy())
    this.#socket.once('close', this.#end)
    this.#socket.once('end', () => this.#socket.end())
  }

  #hear(octets: Buffer): void {
    this.#received = Buffer.concat([this.#received, octets])
    for (let at = this.#received.indexOf(0x0a); at >= 0 || this.#received.length > LONGEST; at = this.#received.indexOf(0x0a)) {
      const length = at >= 0 ? at + 1 : LONGEST
      const line = this.#received.subarray(0, length).toString().replace(/\r?\n$/, '')
      this.#received = this.#received.subarray(length)
      this.#show(line)
    }
  }

  #show(line: string): void {
    this.#print(`S: ${visible(line)}`)
    this.#mask.server(line)
    const [first = '', word = ''] = line.split(' ', 2)
    if (first === this.#startsTls && word.toUpperCase() === 'OK') return this.#secure()
    // A literal that the server refuses is not sent.
    if (first === this.#tag) this.#literal = 0
    const isAnswer = first === this.#tag || first === '+' || (first === '*' && /^(?:BAD|BYE|OK|PREAUTH)$/i.test(word) && (this.#tag === '' || /^(?:BAD|BYE)$/i.test(word)))
    if (!isAnswer) return
    this.#isContinued = first === '+'
    this.#answered?.()
    this.#answered = undefined
  }

  /** RFC 9051 §6.2.1; whose certificate it is the person sees, who knows which server they asked. */
  #secure(): void {
    const plain = this.#socket
    plain.removeAllListeners()
    const secured = startTls({ socket: plain, rejectUnauthorized: false }, () => {
      this.#print(`-- ${securityOf(secured)}`)
      this.#startsTls = undefined
      this.#answered?.()
      this.#answered = undefined
    })
    this.#socket = secured
    this.#attach()
  }
}

/** The protocol and the fingerprint of the certificate. */
export function securityOf(secured: TLSSocket): string {
  return `${secured.getProtocol() ?? 'TLS'}, certificate ${secured.getPeerCertificate().fingerprint256 ?? 'none'}`
}
