import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { ClientIntroduction, ServerAddress } from '#lib/mail/network/server-address.ts'
import { guardOf } from '#lib/network/guard-of.ts'
import { beginsWithHeader, connectIntroduced, introduce } from '#lib/network/introduce.ts'
import { isIP, type Socket } from 'node:net'
import { ImapFlow } from 'imapflow'
import type { ImapAccount } from './account-connections.ts'
import { toSignInError } from './gateway-failure.ts'
import { quoteSets } from './order/quote-sets.ts'
import { originOf } from './origin-of.ts'
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
export async function connect({ server, credentials, client: person, readOnly, traced }: ImapAccount, signal?: AbortSignal): Promise<ImapFlow> {
  if (credentials.user === '' || credentials.password === '') throw new GatewayError('sign-in-refused', 'empty user name or password')
  signal?.throwIfAborted()
  const origin = server.introduces === 'id' && person !== undefined ? originOf(person) : undefined
  // Before TLS begins; where it does not begin at once, the socket is imapflow's own.
  const introduced = server.tls === 'tls' && beginsWithHeader(server) ? await unreachableUnless(connectIntroduced(server, person, CONNECT_MILLISECONDS)) : undefined
  const client = new ImapFlow({
    host: server.host,
    port: server.port,
    secure: server.tls === 'tls',
    ...(server.tls === 'tls' ? {} : { doSTARTTLS: server.tls === 'starttls' }),
    auth: { user: credentials.user, pass: credentials.password, ...(credentials.actsFor !== undefined && { authzid: credentials.actsFor, loginMethod: 'AUTH=PLAIN' }) },
    tls: { ...socketOptions(server), ...(introduced && { socket: introduced }) },
    clientInfo: { name: 'Postern', ...origin },
    logger: false,
    disableAutoIdle: true,
    disableCompression: true,
    // What imapflow asks of itself, it reads in IMAP4rev1's words.
    disableIMAP4rev2: true,
    connectionTimeout: CONNECT_MILLISECONDS,
    greetingTimeout: GREETING_MILLISECONDS,
    socketTimeout: SILENCE_MILLISECONDS,
    maxLiteralSize: LITERAL_LIMIT,
    maxLineLength: LINE_LIMIT,
    maxResponseSize: LITERAL_LIMIT + LINE_LIMIT,
  })
  if (credentials.actsFor !== undefined) refuseLogin(client)
  if (origin && server.tls === 'starttls') identifyWithinTls(client)
  // Whatever happens is reported by the command in flight; without a listener the event would end the process.
  client.on('error', () => undefined)
  traceClient(client, traced)
  quoteSets(client)
  const abandon = (): void => client.close()
  signal?.addEventListener('abort', abandon, { once: true })
  try {
    const connected = client.connect()
    if (introduced === undefined) introduceAtOnce(client, server.introduces, person)
    await connected
  } catch (error) {
    client.close()
    signal?.throwIfAborted()
    throw toSignInError(error)
  } finally {
    signal?.removeEventListener('abort', abandon)
  }
  useFullNames(client)
  trustSubscribed(client)
  if (readOnly) examineOnly(client)
  return client
}

/** LOGIN acts for nobody else: where a server has no PLAIN, imapflow would open the mailboxes of whoever was to act. */
function refuseLogin(client: ImapFlow): void {
  const session = client as unknown as { run(command: string, ...rest: readonly unknown[]): Promise<unknown> }
  const run = session.run.bind(client)
  session.run = async (command, ...rest) => {
    if (command === 'LOGIN') throw new GatewayError('sign-in-refused', 'no AUTH=PLAIN to act for another account')
    return run(command, ...rest)
  }
}

/**
 * imapflow says ID before STARTTLS, and Dovecot hears only the first: who somebody is goes no way in the clear, so that one waits for TLS.
 * It comes before the sign-in in any case.
 */
function identifyWithinTls(client: ImapFlow): void {
  const session = client as unknown as { clientInfo: object; idRequested: unknown; authenticate(): Promise<unknown>; run(command: string, ...rest: readonly unknown[]): Promise<unknown> }
  const [run, authenticate] = [session.run.bind(client), session.authenticate.bind(client)]
  session.run = async (command, ...rest) => (command === 'ID' ? undefined : run(command, ...rest))
  session.authenticate = async () => {
    session.run = run
    session.idRequested = await run('ID', session.clientInfo)
    return authenticate()
  }
}

/** The server speaks first, so imapflow has said nothing when its connection is there. */
function introduceAtOnce(client: ImapFlow, introduces: ClientIntroduction | undefined, person: string | undefined): void {
  const { socket } = client as unknown as { readonly socket?: Socket }
  socket?.once('connect', () => introduce(socket, introduces, person))
}

async function unreachableUnless<T>(connecting: Promise<T>): Promise<T> {
  try {
    return await connecting
  } catch (error) {
    throw toSignInError(error)
  }
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

/** RFC 9051 §6.3.3: what is selected by EXAMINE cannot be changed, not even by reading it. */
function examineOnly(client: ImapFlow): void {
  const lock = client.getMailboxLock.bind(client)
  client.getMailboxLock = (mailbox, options) => lock(mailbox, { ...options, readOnly: true })
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
