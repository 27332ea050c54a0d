import type { SiteConfig } from '#lib/config/sites/site-config.ts'
import { plainCookieName, readCookie, writeCookie } from '#lib/session/cookies.ts'
import { BlockList, isIPv4, isIPv6 } from 'node:net'

/** The request header by which the front tells pages and routes which site they belong to; dropped when it comes from outside. */
export const SITE_HEADER = 'x-postern-site'

/** What a request says about the site that it means. */
export interface SiteClues {
  /** The Host header, with or without a port. */
  readonly host: string | undefined
  /** The client, behind trusted proxies already. */
  readonly address: string
  /** The whole Cookie header. */
  readonly cookies: string | undefined
  /** Whether cookies are Secure here. */
  readonly secure: boolean
}

/** The site that a request belongs to: by host, then by the narrowest network, then by the cookie of `/site/…`, else the default one. */
export function siteOfRequest(sites: readonly [SiteConfig, ...SiteConfig[]], clues: SiteClues): SiteConfig {
  if (sites.length === 1) return sites[0]
  return byHost(sites, clues.host) ?? byNetwork(sites, clues.address) ?? byCookie(sites, clues) ?? sites[0]
}

function byHost(sites: readonly SiteConfig[], header: string | undefined): SiteConfig | undefined {
  const host = hostName(header)
  return host === '' ? undefined : sites.find(({ hosts }) => hosts.includes(host))
}

function hostName(header: string | undefined): string {
  return (header ?? '').toLowerCase().replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '')
}

/** The longest prefix counts, so that a laboratory may lie in the network of its campus. */
function byNetwork(sites: readonly SiteConfig[], address: string): SiteConfig | undefined {
  let best: { readonly site: SiteConfig; readonly bits: number } | undefined
  for (const site of sites) {
    for (const network of site.networks) {
      const bits = bitsIfInside(network, address)
      if (bits !== undefined && bits > (best?.bits ?? -1)) best = { site, bits }
    }
  }
  return best?.site
}

/** The length of the network's prefix when the address lies in it. */
function bitsIfInside(network: string, address: string): number | undefined {
  const [base = '', prefix] = network.split('/')
  const family = isIPv4(base) ? 'ipv4' : 'ipv6'
  if (family === 'ipv4' ? !isIPv4(address) : !isIPv6(address)) return undefined
  const bits = prefix === undefined ? (family === 'ipv4' ? 32 : 128) : Number(prefix)
  const list = new BlockList()
  list.addSubnet(base, bits, family)
  return list.check(address, family) ? bits : undefined
}

function byCookie(sites: readonly SiteConfig[], { cookies, secure }: SiteClues): SiteConfig | undefined {
  const name = readCookie(cookies, siteCookieName(secure))
  return sites.find((site) => site.name === name)
}

/** The cookie that `/site/…` sets. It is no secret: whoever forges it has opened another site's sign-in page. */
function siteCookieName(secure: boolean): string {
  return plainCookieName('site', secure)
}

/** The Set-Cookie that chooses a site for this browser, for a year; the default site takes the choice back. */
export function siteCookie(site: Pick<SiteConfig, 'name'>, isDefault: boolean, secure: boolean): string {
  return writeCookie(siteCookieName(secure), isDefault ? '' : site.name, { secure, maxAge: isDefault ? 0 : 365 * 86_400 })
}
