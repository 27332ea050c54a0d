import { connect, type Socket } from 'node:net'
import { once } from 'node:events'
import { connect as connectTls } from 'node:tls'

/** Speaks SMTP or LMTP word for word, as a test wants it: nothing is stuffed, folded or waited for by itself. */
export class SmtpDialogue {
  #socket: Socket
  #received = ''
  #wake: () => void = () => undefined
  #ended = false

  private constructor(socket: Socket) {
    this.#socket = socket
    this.#attach()
  }

  static async open(port: number, host = '127.0.0.1'): Promise<SmtpDialogue> {
    const socket = connect(port, host)
    await once(socket, 'connect')
    return new SmtpDialogue(socket)
  }

  static async openTls(port: number, host = '127.0.0.1'): Promise<SmtpDialogue> {
    const socket = connectTls({ port, host, rejectUnauthorized: false })
    await once(socket, 'secureConnect')
    return new SmtpDialogue(socket)
  }

  #attach(): void {
    this.#socket.on('data', (chunk: Buffer) => {
      this.#received += chunk.toString('latin1')
      this.#wake()
    })
    const end = (): void => {
      this.#ended = true
      this.#wake()
    }
    this.#socket.on('close', end).on('end', end).on('error', end)
  }

  /** Octets as they are; a text's characters are one octet each. */
  send(octets: string | Buffer): void {
    this.#socket.write(typeof octets === 'string' ? Buffer.from(octets, 'latin1') : octets)
  }

  /** The next whole reply, all of its lines; '' when the server has hung up instead. */
  async reply(): Promise<string> {
    for (;;) {
      const match = /^(?:[0-9]{3}-[^\r\n]*\r\n)*[0-9]{3}(?: [^\r\n]*)?\r\n/.exec(this.#received)
      if (match) {
        this.#received = this.#received.slice(match[0].length)
        return match[0].trimEnd()
      }
      if (this.#ended) return ''
      await new Promise<void>((resolve) => { this.#wake = resolve })
    }
  }

  /** Sends a line and answers its reply. */
  async command(line: string): Promise<string> {
    this.send(`${line}\r\n`)
    return this.reply()
  }

  /** Goes on over TLS after a 220 to STARTTLS. */
  async startTls(): Promise<void> {
    this.#socket.removeAllListeners()
    const secure = connectTls({ socket: this.#socket, rejectUnauthorized: false })
    await once(secure, 'secureConnect')
    this.#socket = secure
    this.#attach()
  }

  /** Everything until the server hangs up. */
  async rest(): Promise<string> {
    while (!this.#ended) await new Promise<void>((resolve) => { this.#wake = resolve })
    return this.#received
  }

  close(): void {
    this.#socket.destroy()
  }
}
