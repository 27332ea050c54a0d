import type { GroupReport, SiteFact, SiteReport } from '#lib/api/admin/admin-shapes.ts'
import { introductionOf } from '#lib/config/sites/client-introduction.ts'
import { DEFAULT_SITE, type GroupConfig, type SiteConfig } from '#lib/config/sites/site-config.ts'
import type { PreferenceRules } from '#lib/mail/preferences/effective.ts'
import type { ServerAddress } from '#lib/mail/network/server-address.ts'
import type { ValueSource } from '#lib/mail/sites/value-source.ts'
import { MODULE_NAMES } from '#lib/mail/sites/modules.ts'

/** Who said what, by dotted name; see ConfigReading. */
export type Sayings = Readonly<Record<string, ValueSource>>

/** A site as it is in force, each value under its key in postern.toml with who said it. */
export function describeSite(site: SiteConfig, groups: readonly GroupConfig[], sayings: Sayings): SiteReport {
  const isDefault = site.name === DEFAULT_SITE
  const fact = factsOf(isDefault ? '' : `site.${site.name}.`, sayings)
  const { servers, clients, limits, session } = site
  return {
    name: site.name,
    title: site.title,
    isDefault,
    chosenBy: isDefault ? [] : [fact('hosts', list(site.hosts)), fact('networks', list(site.networks)), fact('groups', list(site.groups)), fact('path', `/site/${site.path}`)],
    values: [
      fact('title', site.title),
      fact('theme', site.theme),
      fact('languages', list(site.languages)),
      fact('admins', list(site.admins)),
      fact('sign_in_text', site.signInText),
      fact('motd', site.motd),
      fact('contacts', site.contacts.map(({ name, address }) => `${name} | ${address}`).join('\n')),
      fact('outside_books.hosts', list(site.outsideHosts)),
      fact('spelling.languages', list(site.spellingLanguages)),
      fact('file_links.days', String(site.fileLinks.days)),
      fact('file_links.size', String(site.fileLinks.size)),
      fact('file_links.quota', String(site.fileLinks.quota)),
      fact('file_links.downloads', String(site.fileLinks.downloads)),
      fact('links', site.links.map(({ title, url }) => `${title} | ${url}`).join('\n')),
      fact('limits.message_size', String(limits.messageSize)),
      fact('limits.page_size', String(limits.pageSize)),
      fact('session.idle_minutes', String(session.idleMinutes)),
      fact('session.total_minutes', String(session.totalMinutes)),
      fact('session.public_computer', session.publicComputer),
      fact('password.least_length', String(site.leastPasswordLength)),
      fact('app.display', site.app.display),
      fact('security.contact', list(site.security.contacts)),
      fact('security.frame_ancestors', list(site.security.frameAncestors)),
      fact('security.policy', site.security.policy ?? ''),
    ],
    servers: [
      fact('servers.imap_url', urlOf(servers.imap, 'imap')),
      fact('servers.smtp_url', urlOf(servers.smtp, 'smtp')),
      fact('servers.sieve_url', servers.sieve === undefined ? '' : urlOf(servers.sieve, 'sieve')),
      fact('servers.free_choice', String(servers.freeChoice)),
      fact('servers.free_choice_ports', list(servers.ports.map(String))),
      fact('servers.free_choice_sieve', String(servers.freeChoiceSieve ?? false)),
      fact('servers.client_address', introductionOf(servers.imap)),
      fact('servers.domain', servers.domain),
      fact('servers.authentication_hosts', list(servers.authenticationHosts)),
      fact('clients.imap_url', clients.imap === undefined ? '' : urlOf(clients.imap, 'imap')),
      fact('clients.smtp_url', clients.smtp === undefined ? '' : urlOf(clients.smtp, 'smtp')),
      fact('clients.user_name', clients.userName ?? ''),
      fact('clients.caldav_url', clients.caldav ?? ''),
      fact('directories', list(site.directories)),
    ],
    modules: MODULE_NAMES.map((name) => fact(`modules.${name}`, String(site.modules[name]))),
    ...describeRules(site, fact),
    groups: groups.filter((group) => group.site === undefined || group.site === site.name).map((group) => describeGroup(group, sayings)),
  }
}

function describeGroup(group: GroupConfig, sayings: Sayings): GroupReport {
  const fact = factsOf(`group.${group.name}.`, sayings)
  return {
    name: group.name,
    members: group.members,
    values: [
      ...(group.theme === undefined ? [] : [fact('theme', group.theme)]),
      ...(group.motd === '' ? [] : [fact('motd', group.motd)]),
      ...(group.links.length === 0 ? [] : [fact('links', group.links.map(({ title, url }) => `${title} | ${url}`).join('\n'))]),
    ],
    ...describeRules(group, fact),
  }
}

function describeRules({ defaults, locks, hidden }: PreferenceRules, fact: Fact): Pick<SiteReport, 'defaults' | 'locks' | 'hidden'> {
  return {
    defaults: Object.entries(defaults).map(([name, value]) => fact(`defaults.${name}`, textOf(value))),
    locks: Object.entries(locks).map(([name, { value, reason }]) => ({ ...fact(`locks.${name}`, textOf(value)), reason })),
    hidden: hidden.map((name) => ({ ...fact('hidden', name), key: name })),
  }
}

type Fact = (key: string, value: string) => SiteFact

const factsOf = (prefix: string, sayings: Sayings): Fact => (key, value) => ({ key, value, from: Object.hasOwn(sayings, prefix + key) ? sayings[prefix + key] : undefined })

const list = (values: readonly string[]): string => values.join(', ')

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** As the configuration would name it. Addresses there hold neither user nor password. */
function urlOf({ host, port, tls }: ServerAddress, protocol: 'imap' | 'smtp' | 'sieve'): string {
  const name = host.includes(':') ? `[${host}]` : host
  return `${protocol}${tls === 'tls' ? 's' : ''}://${name}:${port}`
}
