import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** What every scanner takes for a virus, and nothing else does: the test file of EICAR, put together here so that this file is none. */
export const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE', '!$H+H*'].join('')

/** A scanner that speaks clamd's INSTREAM (clamd(8)), on a port of this machine or a socket of the file system: it finds the test file of EICAR. */
export class ClamdServer {
  /** Octets of each file that came whole. */
  readonly scanned: number[] = []
  /** As clamd's StreamMaxLength. */
  readonly most: number
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  /** Silent, it takes everything and never answers. */
  constructor({ most = 100_000_000, isSilent = false }: { readonly most?: number; readonly isSilent?: boolean } = {}) {
    this.most = most
    this.#server = createServer((socket) => {
      this.#sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => this.#sockets.delete(socket))
      if (isSilent) socket.resume()
      else void this.#serve(socket).catch(() => socket.destroy())
    })
  }

  async listen(where: number | string = 0): Promise<number> {
    const listening = new Promise<void>((resolve) => void this.#server.once('listening', resolve))
    if (typeof where === 'string') this.#server.listen(where)
    else this.#server.listen(where, '127.0.0.1')
    await listening
    return typeof where === 'string' ? 0 : (this.#server.address() as AddressInfo).port
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #serve(socket: Socket): Promise<void> {
    let waiting = Buffer.alloc(0)
    const pieces = socket.iterator({ destroyOnReturn: false })[Symbol.asyncIterator]() as AsyncIterator<Buffer>
    const take = async (octets: number): Promise<Buffer> => {
      while (waiting.length < octets) {
        const { done, value } = await pieces.next()
        if (done === true) throw new Error('broken off')
        waiting = Buffer.concat([waiting, value])
      }
      const taken = waiting.subarray(0, octets)
      waiting = waiting.subarray(octets)
      return taken
    }
    const command = (await take('zINSTREAM\0'.length)).toString('latin1')
    if (command !== 'zINSTREAM\0') return void socket.end('UNKNOWN COMMAND\0')
    const chunks: Buffer[] = []
    for (let size = 0; ; ) {
      const length = (await take(4)).readUInt32BE()
      if (length === 0) break
      size += length
      if (size > this.most) return void socket.end('INSTREAM size limit exceeded. ERROR\0')
      chunks.push(Buffer.from(await take(length)))
    }
    const whole = Buffer.concat(chunks)
    this.scanned.push(whole.length)
    socket.end(whole.includes(EICAR) ? 'stream: Win.Test.EICAR_HDB-1 FOUND\0' : 'stream: OK\0')
  }
}
