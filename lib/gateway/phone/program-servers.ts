import type { Config } from '#lib/config/config.ts'
import { isLoopback } from '#lib/config/server-url.ts'
import type { SiteConfig } from '#lib/config/sites/site-config.ts'
import type { ServerAddress } from '#lib/mail/network/server-address.ts'
import { splitAddress, type DomainSettings, type ProgramServer, type ProgramServers, type UserNameForm } from '#lib/mail/phone/program-settings.ts'
import { domainToASCII } from 'node:url'

/** Where the gateway itself can be reached. */
export interface Whereabouts {
  /** By nobody from elsewhere: then what listens on loopback is right for everybody who asks. */
  readonly onLoopback: boolean
}

type Serving = Pick<Config, 'http' | 'mail'>
type ServedSite = Pick<SiteConfig, 'servers' | 'clients' | 'hosts' | 'title'>

/**
 * The servers that other programs of a site's people are to use: those that the administrator names, else the site's own where
 * others can reach them, else the mail server in the box under the name that people type. Undefined where none of these is known.
 */
export function programServers(config: Serving, site: ServedSite, whereabouts: Whereabouts): ProgramServers | undefined {
  const { imap: readingPort, imaps, submission, submissions } = config.mail.ports
  const imap = site.clients.imap ?? reachable(site.servers.imap, { plain: readingPort, overTls: imaps }, { config, site, whereabouts })
  const smtp = site.clients.smtp ?? reachable(site.servers.smtp, { plain: submission, overTls: submissions }, { config, site, whereabouts })
  return imap && smtp && { imap: told(imap), smtp: told(smtp) }
}

/** What a domain's programs are told; undefined where the site has no such domain, or no servers to name. Without an address, of the site's own domain. */
export function domainSettings(config: Serving, site: ServedSite, asked: { readonly address: string | undefined; readonly host: string }, whereabouts: Whereabouts): DomainSettings | undefined {
  const domain = asked.address === undefined ? site.servers.domain : splitAddress(asked.address)?.domain
  const servers = programServers(config, site, whereabouts)
  if (domain === undefined || servers === undefined || !hasDomain(config, site, domain, asked.host)) return undefined
  return { domain, title: site.title, ...servers, userName: userNameForm(config, site) }
}

/** Among sites, the one that the address belongs to when the request's own does not have its domain. */
export function siteOfAddress<S extends ServedSite>(config: Serving & { readonly sites: readonly S[] }, here: S, address: string | undefined): S {
  const domain = address === undefined ? undefined : splitAddress(address)?.domain
  if (domain === undefined || isDomain(here.servers.domain, domain)) return here
  return config.sites.find(({ servers }) => isDomain(servers.domain, domain)) ?? here
}

/** Its own, one of the mail server in the box, or that of the name under which the request came, as in `autoconfig.example.org`. */
function hasDomain(config: Serving, site: ServedSite, domain: string, host: string): boolean {
  const ours = [site.servers.domain, ...(isInTheBox(config, site.servers.imap, config.mail.ports.imap, config.mail.ports.imaps) ? config.mail.domains : [])]
  if (ours.some((each) => isDomain(each, domain))) return true
  const name = domainToASCII(domain)
  return name.includes('.') && (host === name || ['autoconfig', 'autodiscover', 'mail', 'webmail'].some((label) => host === `${label}.${name}`))
}

function isDomain(one: string, other: string): boolean {
  return one !== '' && domainToASCII(one) === domainToASCII(other)
}

/** The server in the box knows people by the name of their account alone. */
function userNameForm(config: Serving, { clients, servers }: ServedSite): UserNameForm {
  const { imap, imaps } = config.mail.ports
  return clients.userName ?? (isInTheBox(config, servers.imap, imap, imaps) ? 'local-part' : 'address')
}

interface Surroundings {
  readonly config: Serving
  readonly site: ServedSite
  readonly whereabouts: Whereabouts
}

function reachable(server: ServerAddress, ports: { readonly plain: number | undefined; readonly overTls: number | undefined }, { config, site, whereabouts }: Surroundings): ServerAddress | undefined {
  const isOpen = !isLoopback(config.mail.host) && isInTheBox(config, server, ports.plain, ports.overTls)
  if (isOpen) return inTheOpen(server, ports.overTls, publicHost(config, site))
  return whereabouts.onLoopback || !isLoopback(server.host) ? server : undefined
}

/** TLS from the first octet where the port is known beforehand, else STARTTLS at the one that the gateway uses itself. */
function inTheOpen(server: ServerAddress, overTls: number | undefined, host: string): ServerAddress {
  if (overTls !== undefined && overTls > 0) return { ...server, host, port: overTls, tls: 'tls' }
  return { ...server, host, tls: server.tls === 'tls' ? 'tls' : 'starttls' }
}

/** Such a server proves itself by a certificate of its own, so the gateway does not verify it; port 0 is whichever was free. */
function isInTheBox({ mail }: Serving, server: ServerAddress, ...ports: readonly (number | undefined)[]): boolean {
  const host = { '0.0.0.0': '127.0.0.1', '::': '::1' }[mail.host] ?? mail.host
  return !server.verify && server.host === host && ports.some((port) => port === 0 || port === server.port)
}

/** What people type to reach the site. */
function publicHost({ http, mail }: Serving, { hosts }: ServedSite): string {
  const typed = http.publicOrigin === undefined ? undefined : new URL(http.publicOrigin).hostname
  return hosts[0] ?? typed ?? (['0.0.0.0', '::'].includes(mail.host) ? 'localhost' : mail.host)
}

const told = ({ host, port, tls }: ServerAddress): ProgramServer => ({ host, port, tls })
