import 'server-only'
import path from 'node:path'
import { fetchMail, type Afterwards, type FetchReport } from '#lib/gateway/fetching/fetch-mail.ts'
import { openFetched, type FetchedMessages } from '#lib/gateway/fetching/open-fetched.ts'
import { chosenServer, type NamedServer } from '#lib/gateway/sign-in.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { Credentials } from '#lib/mail/network/server-address.ts'
import type { AccountConnections } from '#lib/imap/account-connections.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { processSingleton } from '../process-singleton.ts'
import { isOnLoopback } from '../request/public-origins.ts'
import { siteOfSession } from '../site-of-session.ts'
import { config } from '../wiring.ts'

/** POP3, upgraded or in TLS from the start (RFC 8314 §3.3), besides the ports where people may choose their server. */
const PORTS = [110, 995]

export interface AskedFetch {
  readonly server: NamedServer
  readonly credentials: Credentials
  readonly mailbox: string
  readonly afterwards: Afterwards
}

/** Whether somebody may name a server to fetch mail from: where their site lets people choose a server, for else it would look into other networks for them. */
export function mayFetch(session: Pick<SignedIn, 'account'>): boolean {
  return siteOfSession(config(), session)?.servers.freeChoice === true
}

/** What was fetched from which server, for all parts of this process. */
export function fetchedMessages(): Promise<FetchedMessages> {
  return processSingleton<{ opened?: Promise<FetchedMessages> }>('fetched-messages', () => ({})).opened ??= openFetched(config().data)
}

/** Fetches what is new there, for one account once at a time. Throws as `fetchMail` does, and GatewayError 'server-not-allowed' for a server that nobody may choose. */
export async function fetchFor(session: SignedIn, connections: AccountConnections, { server, ...asked }: AskedFetch, signal: AbortSignal): Promise<FetchReport> {
  const own = config()
  const site = siteOfSession(own, session)
  const ports = [...(site?.servers.ports ?? []), ...PORTS]
  const address = chosenServer({ ports, onLoopback: isOnLoopback(own) }, server)
  const running = processSingleton('fetching', () => new Set<string>())
  if (running.has(session.account)) throw new GatewayError('conflict', 'fetching', { refusal: { name: 'fetch-running' } })
  running.add(session.account)
  try {
    const { data, limits } = own
    return await fetchMail({ connections, account: session.account, fetched: await fetchedMessages(), messageSize: site?.limits.messageSize ?? limits.messageSize, folder: path.join(data, 'gateway', 'fetching'), now: Date.now }, { ...asked, server: address }, signal)
  } finally {
    running.delete(session.account)
  }
}
