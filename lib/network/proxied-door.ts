import type { Socket } from 'node:net'
import type { Log } from '#lib/log/log.ts'
import { isInNetworks } from '#lib/mail/network/networks.ts'
import { readIntroduction } from './read-introduction.ts'

/** A proxy writes its header before all else; so long it may be on its way, in milliseconds. */
const HEADER_PATIENCE = 3_000

/** Who is at the other end of a connection, as far as it counts for logs and limits. */
export interface Caller {
  readonly address: string
  readonly port: number
  /** The address of the proxy that says so. */
  readonly proxy?: string
  /** Nobody but this machine listens between the client and us, or only its TLS: the client spoke TLS to a proxy on this machine. */
  readonly isSheltered: boolean
}

/** What stands before the listeners of one protocol: who comes from a trusted proxy begins with its header, and nobody else's is ever read. */
export class ProxiedDoor {
  readonly #proxies: readonly string[]
  readonly #log: Log
  readonly #waiting = new Set<Socket>()
  readonly #patience: number

  /** `proxies`: networks in CIDR form. */
  constructor(proxies: readonly string[], log: Log, patience = HEADER_PATIENCE) {
    this.#proxies = proxies
    this.#log = log
    this.#patience = patience
  }

  /** Connections whose header is on its way. */
  get waiting(): number {
    return this.#waiting.size
  }

  /** Whether a connection has to begin with a header. */
  expects({ remoteAddress = '' }: Pick<Socket, 'remoteAddress'>): boolean {
    return this.#proxies.length > 0 && isInNetworks(remoteAddress, this.#proxies)
  }

  /** Who is there; undefined where a header is missing or cannot be believed, and the connection is gone. */
  async enter(socket: Socket): Promise<Caller | undefined> {
    const { remoteAddress = '' } = socket
    if (!this.expects(socket)) return callerOf(socket)
    const ignore = (): void => undefined
    this.#waiting.add(socket)
    // Nobody else listens yet; without a listener a reset connection ends the process.
    socket.on('error', ignore)
    try {
      const { source, tls } = await readIntroduction(socket, this.#patience)
      if (!source) return callerOf(socket)
      return { ...source, proxy: remoteAddress, isSheltered: isLoopback(source.address) || (tls && isLoopback(remoteAddress)) }
    } catch (error) {
      this.#log.warn('proxy-header-refused', { proxy: remoteAddress, reason: (error as Error).message })
      socket.destroy()
      return undefined
    } finally {
      this.#waiting.delete(socket)
      if (!socket.destroyed) socket.off('error', ignore)
    }
  }

  /** Hangs up on whoever has not shown a header yet. */
  close(): void {
    for (const socket of this.#waiting) socket.destroy()
  }
}

/** The other end itself. */
export function callerOf({ remoteAddress = '', remotePort = 0 }: Pick<Socket, 'remoteAddress' | 'remotePort'>): Caller {
  return { address: remoteAddress, port: remotePort, isSheltered: isLoopback(remoteAddress) }
}

function isLoopback(address: string): boolean {
  return isInNetworks(address, ['127.0.0.0/8', '::1'])
}
