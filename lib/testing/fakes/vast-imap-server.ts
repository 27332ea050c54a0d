import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import type { ServerAddress } from '#lib/mail/network/server-address.ts'

/** A command of a client, on a connection that has opened its mailbox by EXAMINE or not. */
export interface VastCommand {
  readonly socket: Socket
  readonly tag: string
  /** In capitals, without its tag. */
  readonly command: string
  readonly examines: boolean
  /** The octets that a FETCH asks for, as far as there are any; empty for other commands. */
  readonly range: { readonly start: number; readonly length: number }
}

export interface VastOptions {
  /** Of the part as it is stored, instead of base64 of zeros. */
  readonly content?: Buffer
  readonly encoding?: string
  /** What BODYSTRUCTURE and RFC822.SIZE say. */
  readonly toldSize?: number
  /** Answers instead of the server where it answers true. */
  readonly misbehave?: (command: VastCommand) => boolean
}

const BLOCK = Buffer.alloc(256 * 1024, 'A')

/**
 * An IMAP server with one mailbox and one message in it, whose only part is as large as one likes and is made as it is asked for: so a
 * test can download what fits into no memory.
 */
export class VastImapServer {
  readonly #size: number
  readonly #options: VastOptions
  readonly #server = createServer((socket) => this.#serve(socket))
  readonly sockets = new Set<Socket>()
  /** Every command, without its tag. */
  readonly said: string[] = []
  /** Connections so far. */
  connections = 0

  /** `size` in octets of the part as it is stored. */
  constructor(size: number, options: VastOptions = {}) {
    this.#size = options.content?.length ?? size
    this.#options = options
  }

  async start(): Promise<ServerAddress> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    const address = this.#server.address()
    if (typeof address !== 'object' || address === null) throw new Error('no port')
    return { host: '127.0.0.1', port: address.port, tls: 'none', verify: false }
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #serve(socket: Socket): void {
    socket.setNoDelay(true)
    this.connections++
    this.sockets.add(socket)
    socket.once('close', () => this.sockets.delete(socket))
    socket.on('error', () => undefined)
    socket.write('* OK [CAPABILITY IMAP4rev1] ready\r\n')
    let [rest, examines] = ['', false]
    let before = Promise.resolve()
    socket.on('data', (chunk) => {
      const lines = (rest + chunk.toString('latin1')).split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const [tag = '*', ...words] = line.split(' ')
        const command = words.join(' ').toUpperCase()
        this.said.push(command)
        examines ||= command.startsWith('EXAMINE')
        const [, start, length] = /BODY\.PEEK\[1?\]<(\d+)\.(\d+)>/.exec(command) ?? []
        const range = start === undefined ? { start: 0, length: 0 } : { start: Number(start), length: Math.max(0, Math.min(Number(length), this.#size - Number(start))) }
        const asked = { socket, tag, command, examines, range }
        before = before.then(() => (this.#options.misbehave?.(asked) === true ? undefined : this.#answer(asked, start !== undefined)))
      }
    })
  }

  async #answer({ socket, tag, command, range }: VastCommand, isRange: boolean): Promise<void> {
    if (/^(SELECT|EXAMINE)/.test(command)) socket.write('* 1 EXISTS\r\n* OK [UIDVALIDITY 1] valid\r\n* OK [UIDNEXT 2] next\r\n')
    if (command.startsWith('LIST') || command.startsWith('NAMESPACE')) socket.write('* LIST () "/" INBOX\r\n')
    if (command.startsWith('CAPABILITY')) socket.write('* CAPABILITY IMAP4rev1\r\n')
    const told = this.#options.toldSize ?? this.#size
    if (command.includes('BODYSTRUCTURE')) socket.write(`* 1 FETCH (UID 1 BODYSTRUCTURE ("APPLICATION" "OCTET-STREAM" NIL NIL NIL "${this.#options.encoding ?? 'BASE64'}" ${told} NIL NIL NIL NIL))\r\n`)
    if (command.includes('RFC822.SIZE')) socket.write(`* 1 FETCH (UID 1 RFC822.SIZE ${told})\r\n`)
    if (isRange) await this.#piece(socket, command.includes('BODY.PEEK[1]') ? '1' : '', range)
    if (!socket.destroyed) socket.write(`${tag} OK done\r\n`)
  }

  async #piece(socket: Socket, section: string, { start, length }: VastCommand['range']): Promise<void> {
    socket.write(`* 1 FETCH (UID 1 BODY[${section}]<${start}> {${length}}\r\n`)
    for (let at = 0; at < length && !socket.destroyed; at += BLOCK.length) {
      const octets = Math.min(BLOCK.length, length - at)
      const block = this.#options.content?.subarray(start + at, start + at + octets) ?? BLOCK.subarray(0, octets)
      if (!socket.write(block)) await new Promise<void>((resolve) => ['drain', 'close'].forEach((event) => socket.once(event, () => resolve())))
    }
    socket.write(')\r\n')
  }
}
