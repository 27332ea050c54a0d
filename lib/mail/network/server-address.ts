import type { NetworkReach } from './network-address.ts'

/** How a connection to a server is secured. */
export type ConnectionSecurity = 'none' | 'starttls' | 'tls'

/** How a server is told from which address somebody has come: by ID (RFC 2971) before they sign in, or by a header of the PROXY protocol before all else. */
export type ClientIntroduction = 'id' | 'proxy-v1' | 'proxy-v2'

/** A server that the gateway connects to as a client; has the shape of the configuration's. */
export interface ServerAddress {
  /** A host name or an IP address. */
  readonly host: string
  readonly port: number
  readonly tls: ConnectionSecurity
  /** False accepts any certificate; only for loopback, where the mail server in the box signs its own. */
  readonly verify: boolean
  /** Where its name may lead, for a server that a person named; undefined trusts the configuration. */
  readonly allowed?: readonly NetworkReach[]
  /** Undefined tells it nothing. */
  readonly introduces?: ClientIntroduction
}

/** What proves who somebody is to a server. Never logged, never sent to a browser. */
export interface Credentials {
  readonly user: string
  readonly password: string
  /** The user whom `user`, an account that may, acts for: the authorization identity of PLAIN (RFC 4616 §2). */
  readonly actsFor?: string
  /** Nothing proves who they are: a relay that trusts the gateway takes their mail as it comes, and no server is signed in to. The password is empty. */
  readonly proof?: 'none'
}
