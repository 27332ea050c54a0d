import type { DirectorySettings } from '#lib/mail/directory/directory-settings.ts'
import { MODULE_NAMES, type Modules } from '#lib/mail/sites/modules.ts'
import { KEYS, type Key, type KeyName, type ValueOf } from '../keys.ts'
import { hosts, name as nameKind, names, networks, type Kind } from '../kinds.ts'
import { introducing, introductionOf, usualIntroduction } from './client-introduction.ts'
import { isLoopback } from '../server-url.ts'
import { readContacts } from './read-contacts.ts'
import { readLinks } from './read-links.ts'
import { readRules, withPageSize } from './read-rules.ts'
import { DEFAULT_SITE, type ClientsConfig, type GatewayServers, type SecurityConfig, type SiteConfig } from './site-config.ts'
import type { Reason, SettingsTable } from './settings-table.ts'

/** Parts of the top level that belong to the default site and to no key of their own. */
export const TOP_LEVEL_PARTS: readonly string[] = ['site', 'group', 'directory', 'directories', 'defaults', 'locks', 'hidden', 'links', 'contacts']

/** What the default site has besides its keys. */
export function readTopLevel(top: SettingsTable): Pick<SiteConfig, 'defaults' | 'locks' | 'hidden' | 'links' | 'contacts'> {
  return { ...readRules(top), links: readLinks(top) ?? [], contacts: readContacts(top) ?? [] }
}

/**
 * The default site and every `[site.NAME]`. Servers, limits, session times, theme, languages, modules, links and contacts that a site
 * does not name are the default site's; its defaults, locks, texts and who chooses it are its own.
 */
export function readSites(top: SettingsTable, assembled: SiteConfig, directories: readonly DirectorySettings[]): readonly [SiteConfig, ...SiteConfig[]] {
  const all = directories.map(({ name }) => name)
  const defaultSite = { ...assembled, directories: readDirectoryNames(top, all) ?? top.derived('directories', all, 'every-directory', { about: DIRECTORIES }) }
  const tables = top.table('site')
  const named = tables.names().flatMap((name) => {
    if (isName(tables, name)) return [readSite(tables.table(name), name, { top: defaultSite, directories: all })]
    return []
  })
  return [withoutEmptyModules(defaultSite), ...named.map(withoutEmptyModules)]
}

/** Where there is nothing to ask there is nothing to ask it with. */
function withoutEmptyModules(site: SiteConfig): SiteConfig {
  const { modules, directories, servers: { sieve, freeChoice, freeChoiceSieve = false } } = site
  const hasFilters = sieve !== undefined || (freeChoice && freeChoiceSieve)
  return { ...site, modules: { ...modules, directory: modules.directory && directories.length > 0, outside_books: modules.outside_books && modules.contacts, filters: modules.filters && hasFilters } }
}

/** Whether `[site.NAME]` or `[group.NAME]` may be called so; if not, says it. */
export function isName(tables: SettingsTable, name: string): boolean {
  const isUsable = /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/.test(name) && name !== DEFAULT_SITE
  if (!isUsable) tables.problem(name, name === DEFAULT_SITE ? { code: 'default-site-table' } : { code: 'table-name', expected: nameKind.expected })
  return isUsable
}

const DIRECTORIES = 'directories in which people are looked up, in their order'

/** The names of directories that there are; undefined where a table says none. */
function readDirectoryNames(table: SettingsTable, known: readonly string[]): readonly string[] | undefined {
  const named = table.read('directories', names, DIRECTORIES)
  for (const [at, name] of (named ?? []).entries()) if (!known.includes(name)) table.problem(`directories.${at}`, { code: 'no-such-directory', directory: name })
  return named
}

function readSite(table: SettingsTable, name: string, { top, directories }: { readonly top: SiteConfig; readonly directories: readonly string[] }): SiteConfig {
  const said: Said = (key, otherwise, why = 'default-site') => {
    const { kind, about }: Key = KEYS[key]
    return (table.read(key, kind, about) as typeof otherwise | undefined) ?? table.derived(key, otherwise, why, { about, kind })
  }
  const own = <T>(key: string, kind: Kind<T>, { about, otherwise }: { about: string; otherwise: T }): T => table.read(key, kind, about) ?? table.derived(key, otherwise, 'default', { about })
  const rules = readRules(table)
  const pageSize = said('limits.page_size', top.limits.pageSize)
  const site: SiteConfig = {
    name,
    title: said('title', name, 'its-name'),
    hosts: own('hosts', hosts, { about: 'host names that choose this site', otherwise: [] }),
    networks: own('networks', networks, { about: 'networks of clients that choose it', otherwise: [] }),
    groups: own('groups', names, { about: 'groups whose members come here when they sign in', otherwise: [] }),
    path: own('path', nameKind, { about: 'the last part of /site/… that chooses it', otherwise: name }),
    servers: readServers(table, said, top.servers),
    clients: readClients(table, top.clients),
    security: readSecurity(table, said, top.security),
    app: { display: said('app.display', top.app.display) },
    directories: readDirectoryNames(table, directories) ?? table.derived('directories', top.directories, 'default-site', { about: DIRECTORIES }),
    theme: said('theme', top.theme),
    languages: said('languages', [...top.languages]),
    modules: Object.fromEntries(MODULE_NAMES.map((module) => [module, said(`modules.${module}`, top.modules[module])])) as Modules,
    signInText: said('sign_in_text', '', 'default'),
    motd: said('motd', '', 'default'),
    limits: { messageSize: readMessageSize(table, said, top), pageSize },
    session: { idleMinutes: said('session.idle_minutes', top.session.idleMinutes), totalMinutes: said('session.total_minutes', top.session.totalMinutes), publicComputer: said('session.public_computer', top.session.publicComputer) },
    leastPasswordLength: said('password.least_length', top.leastPasswordLength),
    links: readLinks(table) ?? table.derived('links', top.links, 'default-site', { about: 'links beside the mailboxes' }),
    contacts: readContacts(table) ?? table.derived('contacts', top.contacts, 'default-site', { about: 'contacts that everybody has' }),
    outsideHosts: said('outside_books.hosts', [...top.outsideHosts]),
    spellingLanguages: said('spelling.languages', [...top.spellingLanguages]),
    fileLinks: { days: said('file_links.days', top.fileLinks.days), size: said('file_links.size', top.fileLinks.size), quota: said('file_links.quota', top.fileLinks.quota), downloads: said('file_links.downloads', top.fileLinks.downloads) },
    admins: said('admins', [], 'default'),
    ...rules,
    defaults: withPageSize(rules.defaults, pageSize),
  }
  table.refuseOthers()
  return site
}

/** The value of a key in the site's table, or the other one with the reason why that holds. */
type Said = <Name extends KeyName>(key: Name, otherwise: ValueOf<Name>, why?: Reason) => ValueOf<Name>

/** A site with an IMAP server of its own has its own submission server too, beside it unless it is named, and filters only where it says so: its people's passwords are not for another's. */
function readServers(table: SettingsTable, said: Said, top: GatewayServers): GatewayServers {
  const imap = said('servers.imap_url', top.imap)
  const isForeign = table.has('servers.imap_url') && !isLoopback(imap.host)
  const smtp = isForeign ? said('servers.smtp_url', { ...imap, port: imap.tls === 'tls' ? 465 : 587 }, 'beside-imap-url') : said('servers.smtp_url', top.smtp)
  const sieve = readOptional(table, 'servers.sieve_url', table.has('servers.imap_url') ? { otherwise: undefined, why: 'own-servers' } : { otherwise: top.sieve, why: 'default-site' })
  const suggested = imap.host.replace(/^(imap|mail)\d*\.(?=.*\.)/, '')
  // What is said by ID says who has come to us: only the server whose administrator asked for it, or one on this machine, hears it.
  const introduced = table.has('servers.imap_url') ? said('servers.client_address', usualIntroduction(imap), 'default') : said('servers.client_address', introductionOf(top.imap))
  return {
    imap: introducing(imap, introduced),
    smtp,
    ...(sieve === undefined ? {} : { sieve }),
    freeChoice: said('servers.free_choice', top.freeChoice),
    ports: said('servers.free_choice_ports', [...top.ports]),
    freeChoiceSieve: said('servers.free_choice_sieve', top.freeChoiceSieve ?? false),
    domain: isForeign ? said('servers.domain', suggested, 'from-own-imap-url') : said('servers.domain', top.domain),
    authenticationHosts: isForeign ? said('servers.authentication_hosts', [], 'own-servers') : said('servers.authentication_hosts', [...top.authenticationHosts]),
  }
}

/** A site with servers of its own tells programs nothing of the default site's. */
function readClients(table: SettingsTable, top: ClientsConfig): ClientsConfig {
  const ofTop = table.has('servers.imap_url') ? {} : top
  const read = <Name extends KeyName>(key: Name, otherwise: ValueOf<Name> | undefined): ValueOf<Name> | undefined =>
    readOptional(table, key, { otherwise, why: otherwise === undefined ? 'from-servers' : 'default-site' })
  const [imap, smtp, userName] = [read('clients.imap_url', ofTop.imap), read('clients.smtp_url', ofTop.smtp), read('clients.user_name', ofTop.userName)]
  const caldav = readOptional(table, 'clients.caldav_url', table.has('servers.imap_url') ? { otherwise: undefined, why: 'own-servers' } : { otherwise: top.caldav, why: 'default-site' })
  return { ...(imap === undefined ? {} : { imap }), ...(smtp === undefined ? {} : { smtp }), ...(userName === undefined ? {} : { userName }), ...(caldav === undefined ? {} : { caldav }) }
}

function readSecurity(table: SettingsTable, said: Said, top: SecurityConfig): SecurityConfig {
  const policy = readOptional(table, 'security.policy', { otherwise: top.policy, why: 'default-site' })
  return { contacts: said('security.contact', [...top.contacts]), frameAncestors: said('security.frame_ancestors', [...top.frameAncestors]), ...(policy === undefined ? {} : { policy }) }
}

/** The value of a key in the site's table, or the other one, which may be none, with the reason why that holds. */
function readOptional<Name extends KeyName>(table: SettingsTable, key: Name, { otherwise, why }: { readonly otherwise: ValueOf<Name> | undefined; readonly why: Reason }): ValueOf<Name> | undefined {
  const { kind, about }: Key = KEYS[key]
  return (table.read(key, kind, about) as ValueOf<Name> | undefined) ?? table.derived(key, otherwise, why, { about, kind })
}

/** Storage is made for the default site's largest message: a site may only be stricter. */
function readMessageSize(table: SettingsTable, said: Said, top: SiteConfig): number {
  const size = said('limits.message_size', top.limits.messageSize)
  if (size <= top.limits.messageSize) return size
  table.problem('limits.message_size', { code: 'message-size' })
  return top.limits.messageSize
}
