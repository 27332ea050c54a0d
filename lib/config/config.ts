import type { DirectorySettings } from '#lib/mail/directory/directory-settings.ts'
import type { LogLevel } from '#lib/log/log.ts'
import type { Credentials, ServerAddress } from '#lib/mail/network/server-address.ts'
import type { ScannerAddress } from '#lib/mail/network/scanner-address.ts'
import type { ConfigMistake } from '#lib/mail/sites/config-mistake.ts'
import type { ConfigNote } from '#lib/mail/sites/config-note.ts'
import type { ValueSource } from '#lib/mail/sites/value-source.ts'
import type { GatewayServers, GroupConfig, SessionConfig, SiteConfig } from './sites/site-config.ts'

/** Everything that can be configured, complete: defaults, postern.toml and environment already merged and checked. */
export interface Config {
  /** Absolute path of the data directory. */
  readonly data: string
  readonly demo: boolean
  readonly log: { readonly level: LogLevel; /** Absolute path; undefined: standard error. */ readonly directory?: string }
  readonly http: HttpConfig
  readonly metrics: MetricsConfig
  readonly tls: { readonly certificate?: string; readonly key?: string }
  readonly servers: GatewayServers
  readonly session: SessionConfig
  readonly limits: Limits
  readonly preferences: PreferencesConfig
  /** Whether what sends a message later outlives the session of whoever wrote it. */
  readonly outbox: { readonly credentials: 'kept' | 'service' | 'relay' | 'signed-in'; readonly retryHours: number; /** There with `service` alone. */ readonly serviceAccount?: Credentials; /** There with `relay` alone. */ readonly relay?: ServerAddress }
  readonly mail: MailServerConfig
  /** Who looks at files that are uploaded; undefined: nobody. */
  readonly scanning?: { readonly scanner: ScannerAddress; readonly seconds: number; readonly onFailure: 'refuse' | 'pass' }
  /** What other servers are told about delivering to `mail.domains`; undefined: nothing. */
  readonly mtaSts?: MtaStsConfig
  /** The default site first; each complete. */
  readonly sites: readonly [SiteConfig, ...SiteConfig[]]
  readonly groups: readonly GroupConfig[]
  /** In the order of the file. */
  readonly directories: readonly DirectorySettings[]
  /** Absolute path of a directory of own themes, beside `<data>/themes`. */
  readonly themes?: string
  /** Absolute path of a directory of own words: `de.json` and so on. */
  readonly words?: string
  /** Absolute path of a directory of further dictionaries, `de_DE.aff` and `de_DE.dic` and so on. */
  readonly dictionaries?: string
  /** Absolute path of the PEM file of authorities whose certificates for mail are trusted. */
  readonly smimeAuthorities?: string
  /** How it came about, for administrators; undefined where nobody watches the file. */
  readonly reading?: ConfigReading
}

/** What is known about the configuration in force besides its values. */
export interface ConfigReading {
  /** Of postern.toml, there or not. */
  readonly file: string
  /** Milliseconds since 1970. */
  readonly readAt: number
  /** The newest file could not be used, and why: the one before it stays in force. */
  readonly refused?: { readonly at: number; readonly problems: readonly ConfigMistake[] }
  /** Keys whose change waits for the next start. */
  readonly waiting: readonly string[]
  /** What is allowed but surely not meant. */
  readonly notes: readonly ConfigNote[]
  /** Who said what, by dotted name. */
  readonly from: Readonly<Record<string, ValueSource>>
}

export interface HttpConfig {
  readonly host: string
  /** 0 picks a free one. */
  readonly port: number
  /** Bound only when tls.certificate and tls.key are set. */
  readonly httpsPort: number
  /** `https://mail.example.org`; required unless bound to loopback. */
  readonly publicOrigin?: string
  readonly behindProxy: boolean
  /** Networks in CIDR form whose word on the browser's address is believed, and the header in which they say it. */
  readonly trustedProxies: readonly string[]
  readonly forwarded: 'x-forwarded-for' | 'forwarded'
  /** '' or `/mail`: no slash at its end. */
  readonly basePath: string
}

/** Who may read the gateway's numbers; without any of these, nobody. */
export interface MetricsConfig {
  /** What whoever asks has to show; either of the two will do. */
  readonly token?: string
  /** Absolute path of a file that holds it. */
  readonly tokenFile?: string
  /** Networks in CIDR form from which they may be asked; empty: from all of them, with a token. */
  readonly networks: readonly string[]
}

export type TlsMode = 'none' | 'starttls' | 'tls'

export interface Limits {
  /** Octets of one message, base64 counted. */
  readonly messageSize: number
  /** IMAP connections for each account of the gateway. */
  readonly connectionsPerAccount: number
  readonly pageSize: number
}

export interface PreferencesConfig {
  /** `imap`: by the IMAP server, where it has METADATA; else as `gateway`. */
  readonly storage: 'gateway' | 'imap'
  /** Address of a PostgreSQL server; undefined: SQLite in the data directory. */
  readonly database?: string
}

export interface MailServerConfig {
  readonly host: string
  readonly domains: readonly string[]
  readonly ports: MailPorts
  /** Networks in CIDR form from which a connection has to begin with a header of the PROXY protocol. */
  readonly trustedProxies: readonly string[]
  /** Networks in CIDR form that may say by ID for whom they sign in. */
  readonly trustedGateways: readonly string[]
  /** Where mail for other domains goes: `smtp://` or `smtps://`, with user and password if need be. */
  readonly smarthost?: string
  /** In the demonstration: the account that receives what is addressed elsewhere. */
  readonly outsideAccount?: string
  /** Directories besides the data directory for accounts' mail, as they are written: NAME=/DIRECTORY, separated by commas. */
  readonly partitions: string
  /** Absolute path of the directory of content; undefined: with the databases. */
  readonly content?: string
  /** Messages of one IMAP command, and of one COPY or APPEND; undefined for no limit. */
  readonly limits: { readonly command: number | undefined; readonly save: number | undefined }
  readonly scram: boolean
  /** Sign-in without a name, to read what is open to everybody. */
  readonly anonymous: boolean
  /** Accounts that may act for any other by PLAIN. */
  readonly serviceAccounts: readonly string[]
  /** Sign-in by tokens, where it is configured. */
  readonly oauth?: OauthConfig
  /** Sign-in by client certificates, where it is configured: absolute path of their issuers in PEM. */
  readonly clientCertificates?: { readonly authorities: string; readonly naming: 'email' | 'common-name' }
}

/** RFC 8461: how mail for our domains is to be delivered. */
export interface MtaStsConfig {
  readonly mode: 'enforce' | 'testing' | 'none'
  /** Empty only where the mode is `none`. */
  readonly mx: readonly string[]
  /** Seconds. */
  readonly maxAge: number
}

export interface OauthConfig {
  /** Absolute path of a JSON Web Key Set. */
  readonly keys: string
  readonly issuer: string
  readonly audience: string
  readonly userClaim: string
}

/** 0 picks a free port; undefined does not listen. */
export interface MailPorts {
  readonly imap?: number
  readonly imaps?: number
  readonly submission?: number
  readonly submissions?: number
  readonly smtp?: number
  readonly lmtp?: number
  /** The demonstration's directory; no other site has one in the box. */
  readonly ldap?: number
}
