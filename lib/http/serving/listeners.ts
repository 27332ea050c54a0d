import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { Config } from '#lib/config/config.ts'
import { listenOn } from '#lib/network/listen-on.ts'
import { isLoopback } from './public-origin.ts'

export interface Listener {
  readonly scheme: 'http' | 'https'
  readonly server: Server
  readonly host: string
  readonly port: number
}

/** A slow head (RFC 9112 §2.1) is an attack; a slow body may be a large upload over a thin line. */
const LIMITS = { headersTimeout: 20_000, requestTimeout: 30 * 60_000, keepAliveTimeout: 65_000, connectionsCheckingInterval: 5_000, maxHeaderSize: 32_768, requireHostHeader: true }

/**
 * The servers that the configuration allows, not yet listening: in the clear on loopback or behind a proxy, HTTPS
 * when a certificate is set. Throws an Error with a sentence when that leaves none.
 */
export async function createListeners({ http, tls }: Config, listener: RequestListener): Promise<readonly { scheme: 'http' | 'https'; server: Server; port: number }[]> {
  const made: { scheme: 'http' | 'https'; server: Server; port: number }[] = []
  if (isLoopback(http.host) || http.behindProxy) made.push({ scheme: 'http', server: createHttpServer(LIMITS, listener), port: http.port })
  if (tls.certificate !== undefined && tls.key !== undefined) {
    const [cert, key] = await Promise.all([readFile(tls.certificate), readFile(tls.key)])
    made.push({ scheme: 'https', server: createHttpsServer({ ...LIMITS, cert, key, minVersion: 'TLSv1.2' }, listener), port: http.httpsPort })
  }
  if (made.length === 0) throw new Error(`${http.host} can be reached by others in the clear: set tls.certificate and tls.key, or http.behind_proxy = true behind a proxy that speaks HTTPS`)
  if (!isLoopback(http.host) && http.publicOrigin === undefined) throw new Error(`http.public_origin is needed when http.host is ${http.host}: the address that people open, such as https://mail.example.org`)
  return made
}

/** Binds one server, or takes over a socket that listens, and says where. Throws an Error with a sentence for one that reaches further than `host` says. */
export async function listen({ scheme, server, port }: { scheme: 'http' | 'https'; server: Server; port: number }, host: string, fd?: number): Promise<Listener> {
  const bare = host.replace(/^\[|\]$/g, '')
  const bound = await listenOn(server, { host: bare, port, ...(fd === undefined ? {} : { fd }) })
  if (fd === undefined) return { scheme, server, host, port: bound.port }
  // What may be said in the clear, and to whom, was decided by that.
  if (isLoopback(host) && !isLoopback(bound.host)) {
    await drain(server, 0)
    throw new Error(`the socket that is handed over as "${scheme}" listens at ${bound.host}, but http.host is ${host}: set http.host to it`)
  }
  return { scheme, server, host: bound.host, port: bound.port }
}

/** Stops taking connections and waits for the answers under way, at most `graceMs`; then cuts what is left. */
export async function drain(server: Server, graceMs: number): Promise<void> {
  if (!server.listening) return
  const closed = once(server, 'close')
  server.close()
  server.closeIdleConnections()
  const idle = setInterval(() => server.closeIdleConnections(), 100)
  const deadline = setTimeout(() => server.closeAllConnections(), graceMs)
  await closed
  clearInterval(idle)
  clearTimeout(deadline)
}
