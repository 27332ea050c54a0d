import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import type { SMTPServer } from 'smtp-server'
import type { ProxiedDoor } from '#lib/network/proxied-door.ts'

interface SocketOptions {
  readonly id: string
  readonly remoteAddress: string
  readonly remotePort: number
}

/** What smtp-server asks of itself before it greets; its own reader of headers knows version 1 alone. */
interface Entrance {
  _expectsProxyHeader(socket: Socket): boolean
  _handleProxy(socket: Socket, done: (error: Error | null, options?: SocketOptions) => void): void
}

/**
 * Lets the door decide whose connection begins with a header of the PROXY protocol. `sheltered` holds the ids of sessions whose client is
 * protected although the session is not: it spoke TLS to a proxy on this machine.
 */
export function standBehindDoor(server: SMTPServer, door: ProxiedDoor, sheltered: Set<string>): void {
  const entrance = server as unknown as Entrance
  const handle = entrance._handleProxy.bind(server)
  entrance._expectsProxyHeader = (socket) => door.expects(socket)
  entrance._handleProxy = (socket, done) => {
    if (!door.expects(socket)) return handle(socket, done)
    void door.enter(socket).then((caller) => {
      if (!caller) return done(new Error('no header of the PROXY protocol'))
      const id = randomBytes(10).toString('hex')
      if (caller.isSheltered) {
        sheltered.add(id)
        socket.once('close', () => sheltered.delete(id))
      }
      done(null, { id, remoteAddress: caller.address, remotePort: caller.port })
    })
  }
}
