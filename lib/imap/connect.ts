import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { ServerAddress } from '#lib/mail/network/server-address.ts'
import { isIP } from 'node:net'
import { ImapFlow } from 'imapflow'
import type { ImapAccount } from './account-connections.ts'
import { toSignInError } from './gateway-failure.ts'
import { guardOf } from './guard-of.ts'
import { traceClient } from './trace-client.ts'

/** Long enough for a server on the other side of the world, short enough for a person at a form. */
const CONNECT_MILLISECONDS = 15_000
const GREETING_MILLISECONDS = 10_000
/** A server that says nothing for so long in the middle of a command is gone. */
const SILENCE_MILLISECONDS = 120_000

/** Stops a server that announces more than any view asks for; parts come in pieces far below it. */
const LITERAL_LIMIT = 32 * 1024 * 1024
/** UIDs of some three million messages in one SORT response. */
const LINE_LIMIT = 32 * 1024 * 1024

/**
 * A signed-in client with no mailbox selected. Throws GatewayError 'sign-in-refused', 'server-unreachable', 'server-not-imap',
 * 'certificate-untrusted', 'server-busy'. Mailbox names are the server's own full names: no prefix is added to them.
 */
export async function connect({ server, credentials, traced }: ImapAccount, signal?: AbortSignal): Promise<ImapFlow> {
  if (credentials.user === '' || credentials.password === '') throw new GatewayError('sign-in-refused', 'empty user name or password')
  signal?.throwIfAborted()
  const client = new ImapFlow({
    host: server.host,
    port: server.port,
    secure: server.tls === 'tls',
    ...(server.tls === 'tls' ? {} : { doSTARTTLS: server.tls === 'starttls' }),
    auth: { user: credentials.user, pass: credentials.password },
    tls: socketOptions(server),
    clientInfo: { name: 'Postern' },
    logger: false,
    disableAutoIdle: true,
    disableCompression: true,
    // IMAP4rev2 answers every search by one sequence set, which imapflow reads in a time that grows by the square: 40,000 places take 11 s.
    disableIMAP4rev2: true,
    connectionTimeout: CONNECT_MILLISECONDS,
    greetingTimeout: GREETING_MILLISECONDS,
    socketTimeout: SILENCE_MILLISECONDS,
    maxLiteralSize: LITERAL_LIMIT,
    maxLineLength: LINE_LIMIT,
    maxResponseSize: LITERAL_LIMIT + LINE_LIMIT,
  })
  // Whatever happens is reported by the command in flight; without a listener the event would end the process.
  client.on('error', () => undefined)
  traceClient(client, traced)
  const abandon = (): void => client.close()
  signal?.addEventListener('abort', abandon, { once: true })
  try {
    await client.connect()
  } catch (error) {
    client.close()
    signal?.throwIfAborted()
    throw toSignInError(error)
  } finally {
    signal?.removeEventListener('abort', abandon)
  }
  useFullNames(client)
  trustSubscribed(client)
  return client
}

/** imapflow hands these to the socket, TLS or not; its types know only those of TLS. */
function socketOptions(server: ServerAddress): { rejectUnauthorized: boolean } {
  return {
    rejectUnauthorized: server.verify,
    ...(isIP(server.host) === 0 ? { servername: server.host } : {}),
    ...guardOf(server),
  }
}

/** The prefix of the personal namespace (RFC 2342) such as `INBOX.`; '' where there is none. */
export function personalPrefix(client: ImapFlow): string {
  return client.namespaces?.personal[0]?.prefix ?? ''
}

/** The character between levels of a mailbox name; '' on a server without levels. */
export function hierarchyDelimiter(client: ImapFlow): string {
  return client.namespaces?.personal[0]?.delimiter ?? client.namespace?.delimiter ?? ''
}

/**
 * imapflow puts the personal prefix before every name that lacks it, which turns the name of a shared mailbox into one that
 * does not exist. With an empty prefix it leaves names alone.
 */
function useFullNames(client: ImapFlow): void {
  client.namespace = { prefix: '', delimiter: hierarchyDelimiter(client) }
  Object.assign(client, { folders: new AllKnown() })
}

/** imapflow asks LSUB again where RETURN (SUBSCRIBED) of RFC 5258 names no mailbox; that is the answer. */
function trustSubscribed(client: ImapFlow): void {
  if (client.capabilities.has('LIST-EXTENDED')) Object.assign(client, { skipLsub: true })
}

/**
 * imapflow lists each mailbox once before it selects it, to learn a delimiter that we know already; a name with "%" or "*" in
 * it would even list others. It skips that for names that it holds to be known.
 */
class AllKnown extends Map<string, object> {
  override has(): boolean {
    return true
  }
}
