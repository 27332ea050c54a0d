import { MODULE_NAMES, type Modules } from '#lib/mail/sites/modules.ts'
import type { GatewayServers } from '../config.ts'
import { KEYS, type Key, type KeyName, type ValueOf } from '../keys.ts'
import { hosts, name as nameKind, names, networks } from '../kinds.ts'
import { isLoopback } from '../server-url.ts'
import { readLinks } from './read-links.ts'
import { readRules } from './read-rules.ts'
import { DEFAULT_SITE, type SiteConfig } from './site-config.ts'
import type { SettingsTable } from './settings-table.ts'

/** Parts of the top level that belong to the default site and to no key of their own. */
export const TOP_LEVEL_PARTS: readonly string[] = ['site', 'group', 'defaults', 'locks', 'hidden', 'links']

/** What the default site has besides its keys. */
export function readTopLevel(top: SettingsTable): Pick<SiteConfig, 'defaults' | 'locks' | 'hidden' | 'links'> {
  return { ...readRules(top), links: readLinks(top) ?? [] }
}

/**
 * The default site and every `[site.NAME]`. Servers, limits, session times, theme, languages, modules and links that a site
 * does not name are the default site's; its defaults, locks, texts and who chooses it are its own.
 */
export function readSites(top: SettingsTable, defaultSite: SiteConfig): readonly [SiteConfig, ...SiteConfig[]] {
  const tables = top.table('site')
  const named = tables.names().flatMap((name) => {
    if (isName(tables, name)) return [readSite(tables.table(name), name, defaultSite)]
    return []
  })
  return [defaultSite, ...named]
}

/** Whether `[site.NAME]` or `[group.NAME]` may be called so; if not, says it. */
export function isName(tables: SettingsTable, name: string): boolean {
  const isUsable = /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/.test(name) && name !== DEFAULT_SITE
  if (!isUsable) tables.problem(name, name === DEFAULT_SITE ? 'stands at the top of the file: what is there is the default site' : `must be called by ${nameKind.expected}`)
  return isUsable
}

function readSite(table: SettingsTable, name: string, top: SiteConfig): SiteConfig {
  const said = <Name extends KeyName>(key: Name): ValueOf<Name> | undefined => {
    const { kind, about }: Key = KEYS[key]
    return table.read(key, kind, about) as ValueOf<Name> | undefined
  }
  const modules = Object.fromEntries(MODULE_NAMES.map((module) => [module, said(`modules.${module}`) ?? top.modules[module]])) as Modules
  const site: SiteConfig = {
    name,
    title: said('title') ?? name,
    hosts: table.read('hosts', hosts, 'host names that choose this site') ?? [],
    networks: table.read('networks', networks, 'networks of clients that choose it') ?? [],
    groups: table.read('groups', names, 'groups whose members come here when they sign in') ?? [],
    path: table.read('path', nameKind, 'the last part of /site/… that chooses it') ?? name,
    servers: readServers(said, top.servers),
    theme: said('theme') ?? top.theme,
    languages: said('languages') ?? top.languages,
    modules,
    signInText: said('sign_in_text') ?? '',
    motd: said('motd') ?? '',
    limits: { messageSize: readMessageSize(table, said, top), pageSize: said('limits.page_size') ?? top.limits.pageSize },
    session: { idleMinutes: said('session.idle_minutes') ?? top.session.idleMinutes, totalMinutes: said('session.total_minutes') ?? top.session.totalMinutes },
    links: readLinks(table) ?? top.links,
    admins: said('admins') ?? [],
    ...readRules(table),
  }
  table.refuseOthers()
  return site
}

type Said = <Name extends KeyName>(key: Name) => ValueOf<Name> | undefined

/** A site with an IMAP server of its own has its own submission server too, beside it unless it is named. */
function readServers(said: Said, top: GatewayServers): GatewayServers {
  const imap = said('servers.imap_url')
  const smtp = said('servers.smtp_url')
  const beside = imap && !isLoopback(imap.host) ? { ...imap, port: imap.tls === 'tls' ? 465 : 587 } : undefined
  const suggested = imap && !isLoopback(imap.host) ? imap.host.replace(/^(imap|mail)\d*\.(?=.*\.)/, '') : undefined
  return {
    imap: imap ?? top.imap,
    smtp: smtp ?? beside ?? top.smtp,
    freeChoice: said('servers.free_choice') ?? top.freeChoice,
    ports: said('servers.ports') ?? top.ports,
    domain: said('servers.domain') ?? suggested ?? top.domain,
  }
}

/** Storage is made for the default site's largest message: a site may only be stricter. */
function readMessageSize(table: SettingsTable, said: Said, top: SiteConfig): number {
  const size = said('limits.message_size') ?? top.limits.messageSize
  if (size <= top.limits.messageSize) return size
  table.problem('limits.message_size', 'must not be larger than limits.message_size at the top of the file')
  return top.limits.messageSize
}
