import type { GatewayServers } from '#lib/config/sites/site-config.ts'
import type { Credentials, ServerAddress } from '#lib/mail/network/server-address.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'

/** An account that may act for everybody at those two servers. No other server ever hears of its password. */
export interface ServiceAccount {
  readonly credentials: Credentials
  readonly servers: Pick<GatewayServers, 'imap' | 'smtp'>
}

/** A relay that takes mail from the gateway without asking who sends it, for people at those two servers: that they are who they say has been proved there. */
export interface TrustedRelay {
  readonly relay: ServerAddress
  readonly servers: Pick<GatewayServers, 'imap' | 'smtp'>
}

/** Whether the account may act, or the relay sends, for somebody whose mail is there: not where a person, or another site, has named other servers. */
export function servesAt({ servers }: Pick<ServiceAccount, 'servers'>, { imap, smtp }: Pick<SignedIn, 'imap' | 'smtp'>): boolean {
  return isSame(servers.imap, imap) && isSame(servers.smtp, smtp)
}

/** What proves that it acts for that user (RFC 4616 §2); of a relay, that nothing does. */
export function credentialsFor(service: ServiceAccount | TrustedRelay, user: string): Credentials {
  return 'relay' in service ? { user, password: '', proof: 'none' } : { ...service.credentials, actsFor: user }
}

function isSame(configured: ServerAddress, other: ServerAddress): boolean {
  return other.allowed === undefined && configured.host === other.host && configured.port === other.port && configured.tls === other.tls && configured.verify === other.verify
}
