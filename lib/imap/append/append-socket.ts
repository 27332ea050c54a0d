import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { ServerAddress } from '#lib/mail/network/server-address.ts'
import { once } from 'node:events'
import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { connect as connectTls, type ConnectionOptions } from 'node:tls'
import { beginsWithHeader, connectIntroduced } from '#lib/network/introduce.ts'
import { guardOf } from '../guard-of.ts'

const CONNECT_MILLISECONDS = 15_000
/** A server that neither takes nor gives an octet for so long is gone. */
const SILENCE_MILLISECONDS = 120_000

/** A connected socket, in TLS when the address says so from the start. Throws the socket's error, and GatewayError 'server-not-allowed' for a server that leads where it may not. */
export async function openSocket(server: ServerAddress, signal: AbortSignal, client?: string): Promise<Socket> {
  if (beginsWithHeader(server)) {
    const socket = await connectIntroduced(server, client, CONNECT_MILLISECONDS)
    if (server.tls === 'tls') return upgradeSocket(socket, server, signal)
    socket.setTimeout(SILENCE_MILLISECONDS, () => socket.destroy(new GatewayError('server-unreachable', 'timeout')))
    return socket
  }
  const secure = server.tls === 'tls'
  const guard = guardOf(server)
  const socket = secure ? connectTls({ host: server.host, port: server.port, ...tlsOptions(server), ...guard }) : connectPlain({ host: server.host, port: server.port, noDelay: true, ...guard })
  return established(socket, secure ? 'secureConnect' : 'connect', signal)
}

/** The same connection in TLS, after the server's OK to STARTTLS. */
export async function upgradeSocket(socket: Socket, server: ServerAddress, signal: AbortSignal): Promise<Socket> {
  return established(connectTls({ socket, ...tlsOptions(server) }), 'secureConnect', signal)
}

function tlsOptions({ host, verify }: ServerAddress): ConnectionOptions {
  return { rejectUnauthorized: verify, minVersion: 'TLSv1.2', ...(isIP(host) === 0 ? { servername: host } : { host }) }
}

async function established(socket: Socket, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<Socket> {
  socket.setTimeout(CONNECT_MILLISECONDS, () => socket.destroy(new GatewayError('server-unreachable', 'timeout')))
  try {
    await once(socket, event, { signal })
  } catch (error) {
    socket.on('error', () => undefined) // the first error is the one that is told
    socket.destroy()
    throw error
  }
  socket.setTimeout(SILENCE_MILLISECONDS)
  return socket
}

/** Writes and waits until the system has taken it: a slow server slows the source, not our memory. */
export async function writeOut(socket: Socket, octets: Uint8Array | string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    // A socket that is gone already says why on its reading side, or nothing at all.
    if (socket.destroyed) return reject(new GatewayError('server-unreachable', 'connection closed', { cause: socket.errored }))
    socket.write(octets, (error) => (error ? reject(error) : resolve()))
  })
}
