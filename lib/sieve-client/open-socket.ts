import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { guardedLookup } from '#lib/mail/network/guarded-lookup.ts'
import { reachOf } from '#lib/mail/network/network-address.ts'
import type { ServerAddress } from '#lib/mail/network/server-address.ts'
import { SieveProblem } from './sieve-problem.ts'

/** A connected socket, in TLS where the address says so from the start. The signal ends it at any time. Throws SieveProblem 'not-allowed', or the socket's error. */
export async function openSocket(server: ServerAddress, signal: AbortSignal): Promise<Socket> {
  const { host, port, allowed } = server
  // An address in numbers is never looked up, so it is judged here.
  if (allowed && isIP(host) !== 0 && !allowed.includes(reachOf(host))) throw new SieveProblem('not-allowed')
  const plain = connect({ host, port, noDelay: true, ...(allowed ? { lookup: guardedLookup((name) => lookup(name, { all: true }), allowed) } : {}) })
  await established(plain, 'connect', signal)
  return server.tls === 'tls' ? secureSocket(plain, server, signal) : plain
}

/** The same connection in TLS: the certificate is the one of that host, unless the address says that any will do. */
export async function secureSocket(plain: Socket, { host, verify }: ServerAddress, signal: AbortSignal): Promise<Socket> {
  const secured = connectTls({ socket: plain, rejectUnauthorized: verify, minVersion: 'TLSv1.2', ...(isIP(host) === 0 ? { servername: host } : { host }) })
  return established(secured, 'secureConnect', signal)
}

/** Once the event is there. From then on the signal destroys the socket, and its errors are told by whoever reads it. */
async function established(socket: Socket, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<Socket> {
  socket.on('error', () => undefined)
  const abandon = (): void => void socket.destroy(signal.reason as Error)
  if (signal.aborted) abandon()
  signal.addEventListener('abort', abandon, { once: true })
  socket.once('close', () => signal.removeEventListener('abort', abandon))
  const gone = new AbortController()
  try {
    await Promise.race([once(socket, event, { signal: gone.signal }), closed(socket, gone.signal)])
  } finally {
    gone.abort()
  }
  return socket
}

/** A peer that hangs up in the middle of a handshake closes without an error. */
async function closed(socket: Socket, signal: AbortSignal): Promise<never> {
  await once(socket, 'close', { signal })
  throw socket.errored ?? new SieveProblem('unreachable', 'connection closed')
}
