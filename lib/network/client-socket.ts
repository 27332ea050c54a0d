import { once } from 'node:events'
import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { ServerAddress } from '#lib/mail/network/server-address.ts'
import { guardOf } from './guard-of.ts'
import { introduce } from './introduce.ts'

const CONNECT_MILLISECONDS = 15_000
/** A server that neither takes nor gives an octet for so long is gone. */
const SILENCE_MILLISECONDS = 120_000

/**
 * A connected socket, in TLS where the address says so from the start, opened for `client` where the server wants to know that. The signal
 * ends it at any time; what goes wrong with it later is told to whoever reads it. Throws the socket's error, GatewayError
 * 'server-not-allowed' for a server that leads where it may not, 'server-unreachable' for one that lets us wait.
 */
export async function openSocket(server: ServerAddress, signal: AbortSignal, client?: string): Promise<Socket> {
  const { host, port, introduces, tls } = server
  const plain = await established(connect({ host, port, noDelay: true, ...guardOf(server) }), 'connect', signal)
  introduce(plain, introduces, client)
  return tls === 'tls' ? upgradeSocket(plain, server, signal) : plain
}

/** The same connection in TLS: the certificate is the one of that host, unless the address says that any will do. */
export async function upgradeSocket(plain: Socket, { host, verify }: ServerAddress, signal: AbortSignal): Promise<Socket> {
  // From here on TLS watches over its silence.
  plain.setTimeout(0)
  return established(connectTls({ socket: plain, rejectUnauthorized: verify, minVersion: 'TLSv1.2', ...(isIP(host) === 0 ? { servername: host } : { host }) }), 'secureConnect', signal)
}

async function established(socket: Socket, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<Socket> {
  socket.on('error', () => undefined)
  socket.on('timeout', () => {
    // Octets have come that nobody has read yet: it is our reader that is slow.
    if (socket.readableLength > 0) socket.setTimeout(SILENCE_MILLISECONDS)
    else socket.destroy(new GatewayError('server-unreachable', 'timeout'))
  })
  socket.setTimeout(CONNECT_MILLISECONDS)
  const abandon = (): void => void socket.destroy(signal.reason as Error)
  if (signal.aborted) abandon()
  signal.addEventListener('abort', abandon, { once: true })
  socket.once('close', () => signal.removeEventListener('abort', abandon))
  const settled = new AbortController()
  try {
    await Promise.race([once(socket, event, { signal: settled.signal }), closed(socket, settled.signal)])
  } finally {
    settled.abort()
  }
  socket.setTimeout(SILENCE_MILLISECONDS)
  return socket
}

/** A peer that hangs up in the middle of a handshake closes without an error. */
async function closed(socket: Socket, signal: AbortSignal): Promise<never> {
  await once(socket, 'close', { signal })
  throw socket.errored ?? new GatewayError('server-unreachable', 'connection closed')
}

/** Writes and waits until the system has taken it: a slow server slows the source, not our memory. */
export async function writeOut(socket: Socket, octets: Uint8Array | string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    // A socket that is gone already says why on its reading side, or nothing at all.
    if (socket.destroyed) return reject(new GatewayError('server-unreachable', 'connection closed', { cause: socket.errored }))
    socket.write(octets, (error) => (error ? reject(socket.errored ?? error) : resolve()))
  })
}
