import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import type { ServerAddress } from '#lib/mail/network/server-address.ts'

/**
 * An IMAP server with one mailbox and one message in it, whose only part is as large as one likes and is made as it is asked for: so a
 * test can download what fits into no memory.
 */
export class VastImapServer {
  readonly #size: number
  readonly #server = createServer((socket) => this.#serve(socket))
  readonly #sockets = new Set<Socket>()

  /** `size` in octets of the part as it is stored: base64 of zeros. */
  constructor(size: number) {
    this.#size = size
  }

  async start(): Promise<ServerAddress> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    const address = this.#server.address()
    if (typeof address !== 'object' || address === null) throw new Error('no port')
    return { host: '127.0.0.1', port: address.port, tls: 'none', verify: false }
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #serve(socket: Socket): void {
    socket.setNoDelay(true)
    this.#sockets.add(socket)
    socket.once('close', () => this.#sockets.delete(socket))
    socket.on('error', () => undefined)
    socket.write('* OK [CAPABILITY IMAP4rev1] ready\r\n')
    let rest = ''
    socket.on('data', (chunk) => {
      const lines = (rest + chunk.toString('latin1')).split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) this.#answer(socket, line)
    })
  }

  #answer(socket: Socket, line: string): void {
    const [tag = '*', ...words] = line.split(' ')
    const command = words.join(' ').toUpperCase()
    if (command.startsWith('SELECT')) socket.write('* 1 EXISTS\r\n* OK [UIDVALIDITY 1] valid\r\n* OK [UIDNEXT 2] next\r\n')
    if (command.startsWith('LIST') || command.startsWith('NAMESPACE')) socket.write('* LIST () "/" INBOX\r\n')
    if (command.startsWith('CAPABILITY')) socket.write('* CAPABILITY IMAP4rev1\r\n')
    if (command.includes('BODYSTRUCTURE')) socket.write(`* 1 FETCH (UID 1 BODYSTRUCTURE ("APPLICATION" "OCTET-STREAM" NIL NIL NIL "BASE64" ${this.#size} NIL NIL NIL NIL))\r\n`)
    const range = /BODY\.PEEK\[1\]<(\d+)\.(\d+)>/.exec(command)
    if (range) this.#piece(socket, Number(range[1]), Number(range[2]))
    socket.write(`${tag} OK done\r\n`)
  }

  #piece(socket: Socket, start: number, length: number): void {
    const octets = Math.max(0, Math.min(length, this.#size - start))
    socket.write(`* 1 FETCH (UID 1 BODY[1]<${start}> {${octets}}\r\n`)
    socket.write(Buffer.alloc(octets, 'A'))
    socket.write(')\r\n')
  }
}
