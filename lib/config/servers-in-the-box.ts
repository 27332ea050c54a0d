import type { ServerAddress } from '#lib/mail/network/server-address.ts'
import { introducingInTheBox, introductionOf } from './sites/client-introduction.ts'
import type { Config, MailServerConfig } from './config.ts'
import { DEMO_DIRECTORY, demoDirectory } from './directories/demo-directory.ts'
import { isLoopback } from './server-url.ts'
import type { GatewayServers, GroupConfig, SiteConfig } from './sites/site-config.ts'

/** Ports that the mail server in the box really got; undefined does not listen. */
export interface BoundPorts {
  readonly imap?: number | undefined
  readonly imaps?: number | undefined
  readonly submission?: number | undefined
  readonly submissions?: number | undefined
  readonly ldap?: number | undefined
}

export interface ListeningHosts {
  readonly imap?: string | undefined
  readonly smtp?: string | undefined
}

export function imapInTheBox({ host, ports }: MailServerConfig): ServerAddress {
  return inTheBox(host, ports.imap, ports.imaps)
}

export function smtpInTheBox({ host, ports }: MailServerConfig): ServerAddress {
  return submissionInTheBox(host, ports.submission, ports.submissions)
}

/**
 * The same configuration with the gateway's servers at the bound ports, of every site as far as they are the ones in the box.
 * `listensOn` are the addresses where the mail server really listens: after a reload, or on sockets that were handed over, that may not be what the
 * file says.
 */
export function withServersInTheBox(config: Config, bound: BoundPorts, listensOn: ListeningHosts = {}): Config {
  const { mail } = config
  const [imap, smtp] = [imapInTheBox(mail), smtpInTheBox(mail)]
  const moved = (servers: GatewayServers): GatewayServers => ({
    ...servers,
    imap: isSame(servers.imap, imap) ? introducingInTheBox(inTheBox(listensOn.imap ?? mail.host, bound.imap, bound.imaps), mail, introductionOf(servers.imap)) : servers.imap,
    smtp: isSame(servers.smtp, smtp) ? introducingInTheBox(submissionInTheBox(listensOn.smtp ?? mail.host, bound.submission, bound.submissions), mail, 'none') : servers.smtp,
  })
  const directories = config.directories.map((directory) => (directory.name === DEMO_DIRECTORY && bound.ldap !== undefined ? demoDirectory(bound.ldap) : directory))
  return withServers({ ...config, directories }, moved)
}

/** The sites whose mail the server in the box has, by the ports of the configuration. */
export function sitesInTheBox({ sites, mail }: Pick<Config, 'sites' | 'mail'>): readonly SiteConfig[] {
  return sites.filter(({ servers }) => isSame(servers.imap, imapInTheBox(mail)))
}

/** The groups that count for the accounts of the mail server in the box: what a group of another site's server says is not about them. */
export function groupsInTheBox({ groups, ...config }: Pick<Config, 'groups' | 'sites' | 'mail'>): readonly GroupConfig[] {
  const ours = sitesInTheBox(config).map(({ name }) => name)
  return groups.filter(({ site }) => site === undefined || ours.includes(site)).map(({ site: _, ...group }) => group)
}

/** The same configuration with the servers of the gateway and of every site changed. */
export function withServers(config: Config, change: (servers: GatewayServers) => GatewayServers): Config {
  const [first, ...others] = config.sites
  const servers = change(config.servers)
  return { ...config, servers, sites: [{ ...first, servers }, ...others.map((site) => ({ ...site, servers: change(site.servers) }))] }
}

/** In the clear on loopback, where nobody listens; its own certificate proves nothing to us. */
function inTheBox(bound: string, plain: number | undefined, overTls: number | undefined): ServerAddress {
  const host = { '0.0.0.0': '127.0.0.1', '::': '::1' }[bound] ?? bound
  if (plain === undefined && overTls !== undefined) return { host, port: overTls, tls: 'tls', verify: false }
  return { host, port: plain ?? 0, tls: isLoopback(host) ? 'none' : 'starttls', verify: false }
}

/** A submission server that others reach, too, takes passwords over TLS alone, from whomever. */
function submissionInTheBox(bound: string, plain: number | undefined, overTls: number | undefined): ServerAddress {
  const server = inTheBox(bound, plain, overTls)
  return server.tls === 'none' && !isLoopback(bound) ? { ...server, tls: 'starttls' } : server
}

function isSame(one: ServerAddress, other: ServerAddress): boolean {
  return one.host === other.host && one.port === other.port && one.tls === other.tls
}
