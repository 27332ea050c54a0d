import { accessSync, constants } from 'node:fs'
import { resolve } from 'node:path'
import { MODULE_NAMES, type Modules } from '#lib/mail/sites/modules.ts'
import type { Place } from '#lib/mail/reason.ts'
import type { ConfigMistake } from '#lib/mail/sites/config-mistake.ts'
import type { ServerAddress } from '#lib/mail/network/server-address.ts'
import type { Config, MailPorts, OauthConfig } from './config.ts'
import type { KeyName, ValueOf } from './keys.ts'
import { isLoopback } from './server-url.ts'
import { introducing, introducingInTheBox, usualIntroduction } from './sites/client-introduction.ts'
import { imapInTheBox, smtpInTheBox } from './servers-in-the-box.ts'
import { isOpenToOthers } from './secret-files.ts'
import { withPageSize } from './sites/read-rules.ts'
import type { Reason } from './sites/settings-table.ts'
import { DEFAULT_SITE, type ClientsConfig, type SiteConfig } from './sites/site-config.ts'

/** What was said, by key; asking also tells what holds when nothing was. */
export interface Settings {
  get<Name extends KeyName>(name: Name): ValueOf<Name> | undefined
  /** Where it was said; where nobody did it is no place in particular. */
  placeOf(name: KeyName): Place
  /** Whether the file, the environment or the command line says it. */
  isGiven(name: KeyName): boolean
  /** Notes the value that holds because nobody gave one, and why. */
  derive<Name extends KeyName>(name: Name, value: ValueOf<Name>, why: Reason): ValueOf<Name>
}

const DEMO_DOMAIN = 'example.test'
/** One of the demonstration's people. */
const DEMO_ADMIN = 'admin'

/** What the default site has besides its keys. */
export type TopLevel = Pick<SiteConfig, 'defaults' | 'locks' | 'hidden' | 'links' | 'contacts'>

/** The Config of checked settings with the default site alone; what contradicts itself goes into `problems`. `data` is absolute already. */
export function assemble(settings: Settings, { data, demo, topLevel }: { data: string; demo: boolean; topLevel: TopLevel }, problems: ConfigMistake[]): Config {
  const mail = assembleMail(settings, demo, problems)
  const themes = settings.get('themes')
  const words = settings.get('words')
  const dictionaries = settings.get('spelling.dictionaries')
  const database = settings.get('preferences.database')
  const mtaSts = assembleMtaSts(settings, problems)
  const smimeAuthorities = settings.get('smime.authorities')
  if (smimeAuthorities !== undefined) refuseUnreadable(settings, 'smime.authorities', smimeAuthorities, problems)
  const config: Omit<Config, 'sites'> = {
    data,
    demo,
    ...(themes === undefined ? {} : { themes }),
    ...(words === undefined ? {} : { words }),
    ...(dictionaries === undefined ? {} : { dictionaries }),
    log: { level: required(settings, 'log.level'), ...pathOf(settings, 'log.directory', 'directory') },
    http: assembleHttp(settings, problems),
    metrics: assembleMetrics(settings, problems),
    tls: assembleTls(settings, problems),
    servers: assembleServers(settings, mail),
    session: { idleMinutes: required(settings, 'session.idle_minutes'), totalMinutes: required(settings, 'session.total_minutes'), publicComputer: required(settings, 'session.public_computer') },
    limits: {
      messageSize: required(settings, 'limits.message_size'),
      connectionsPerAccount: required(settings, 'limits.connections_per_account'),
      pageSize: required(settings, 'limits.page_size'),
    },
    preferences: { storage: required(settings, 'preferences.storage'), ...(database === undefined ? {} : { database }) },
    outbox: assembleOutbox(settings, problems),
    ...assembleScanning(settings),
    mail,
    ...(mtaSts === undefined ? {} : { mtaSts }),
    ...(smimeAuthorities === undefined ? {} : { smimeAuthorities: resolve(smimeAuthorities) }),
    groups: [],
    directories: [],
  }
  if (demo && !settings.isGiven('admins')) settings.derive('admins', [DEMO_ADMIN], 'demonstration')
  return { ...config, sites: [assembleDefaultSite(settings, config, topLevel)] }
}

function assembleDefaultSite(settings: Settings, { servers, session, limits }: Omit<Config, 'sites'>, topLevel: TopLevel): SiteConfig {
  return {
    name: DEFAULT_SITE,
    title: required(settings, 'title'),
    hosts: [],
    networks: [],
    groups: [],
    directories: [],
    path: DEFAULT_SITE,
    servers,
    clients: assembleClients(settings),
    security: assembleSecurity(settings),
    app: { display: required(settings, 'app.display') },
    theme: required(settings, 'theme'),
    languages: required(settings, 'languages'),
    modules: Object.fromEntries(MODULE_NAMES.map((module) => [module, required(settings, `modules.${module}`)])) as Modules,
    signInText: required(settings, 'sign_in_text'),
    motd: required(settings, 'motd'),
    limits: { messageSize: limits.messageSize, pageSize: limits.pageSize },
    session,
    leastPasswordLength: required(settings, 'password.least_length'),
    outsideHosts: required(settings, 'outside_books.hosts'),
    spellingLanguages: required(settings, 'spelling.languages'),
    fileLinks: { days: required(settings, 'file_links.days'), size: required(settings, 'file_links.size'), quota: required(settings, 'file_links.quota'), downloads: required(settings, 'file_links.downloads') },
    admins: required(settings, 'admins'),
    ...topLevel,
    defaults: withPageSize(topLevel.defaults, limits.pageSize),
  }
}

function assembleHttp(settings: Settings, problems: ConfigMistake[]): Config['http'] {
  const host = required(settings, 'http.host')
  const behindProxy = required(settings, 'http.behind_proxy')
  const publicOrigin = settings.get('http.public_origin')
  if (!isLoopback(host)) {
    if (publicOrigin === undefined) problems.push({ ...settings.placeOf('http.host'), reason: { code: 'origin-missing', host } })
    if (!behindProxy && settings.get('tls.certificate') === undefined) {
      problems.push({ ...settings.placeOf('http.host'), reason: { code: 'in-the-clear', host } })
    }
  }
  if (publicOrigin?.startsWith('http:') && !isLoopback(new URL(publicOrigin).hostname)) {
    problems.push({ ...settings.placeOf('http.public_origin'), reason: { code: 'origin-in-the-clear' } })
  }
  const trustedProxies = settings.get('http.trusted_proxies')
    ?? (behindProxy ? settings.derive('http.trusted_proxies', ['127.0.0.0/8', '::1/128'], 'behind-proxy') : settings.derive('http.trusted_proxies', [], 'nobody-trusted'))
  return {
    host,
    port: required(settings, 'http.port'),
    httpsPort: required(settings, 'http.https_port'),
    ...(publicOrigin === undefined ? {} : { publicOrigin }),
    behindProxy,
    trustedProxies,
    forwarded: required(settings, 'http.forwarded'),
    basePath: required(settings, 'http.base_path'),
  }
}

function assembleMetrics(settings: Settings, problems: ConfigMistake[]): Config['metrics'] {
  const token = settings.get('metrics.token')
  const tokenFile = settings.get('metrics.token_file')
  if (tokenFile !== undefined) {
    refuseUnreadable(settings, 'metrics.token_file', tokenFile, problems)
    if (isReadable(tokenFile) && isOpenToOthers(tokenFile)) problems.push({ ...settings.placeOf('metrics.token_file'), reason: { code: 'file-open-to-others', key: 'metrics.token_file', file: resolve(tokenFile) } })
  }
  return { ...(token === undefined ? {} : { token }), ...(tokenFile === undefined ? {} : { tokenFile: resolve(tokenFile) }), networks: required(settings, 'metrics.networks') }
}

function assembleTls(settings: Settings, problems: ConfigMistake[]): Config['tls'] {
  const certificate = settings.get('tls.certificate')
  const key = settings.get('tls.key')
  if ((certificate === undefined) !== (key === undefined)) problems.push({ ...settings.placeOf(certificate === undefined ? 'tls.key' : 'tls.certificate'), reason: { code: 'certificate-and-key' } })
  for (const name of ['tls.certificate', 'tls.key'] as const) {
    const file = settings.get(name)
    if (file !== undefined) refuseUnreadable(settings, name, file, problems)
  }
  return { ...(certificate === undefined ? {} : { certificate: resolve(certificate) }), ...(key === undefined ? {} : { key: resolve(key) }) }
}

function assembleMail(settings: Settings, demo: boolean, problems: ConfigMistake[]): Config['mail'] {
  const domains = settings.get('mail.domains')
    ?? (demo ? settings.derive('mail.domains', [DEMO_DOMAIN], 'demonstration') : settings.derive('mail.domains', ['localhost'], 'default'))
  const smarthost = settings.get('mail.smarthost')
  const oauth = assembleOauth(settings, problems)
  const authorities = settings.get('auth.client_authorities')
  if (authorities !== undefined) refuseUnreadable(settings, 'auth.client_authorities', authorities, problems)
  return {
    host: required(settings, 'mail.host'),
    domains,
    ports: mailPorts(settings, demo),
    trustedProxies: required(settings, 'mail.trusted_proxies'),
    trustedGateways: required(settings, 'mail.trusted_gateways'),
    ...(smarthost === undefined ? {} : { smarthost }),
    ...(demo ? { outsideAccount: 'outside' } : {}),
    partitions: settings.get('mail.partitions') ?? '',
    ...pathOf(settings, 'mail.content', 'content'),
    limits: { command: settings.get('mail.message_limit'), save: settings.get('mail.save_limit') },
    scram: required(settings, 'auth.scram'),
    anonymous: required(settings, 'auth.anonymous'),
    serviceAccounts: required(settings, 'auth.service_accounts'),
    ...(oauth === undefined ? {} : { oauth }),
    ...(authorities === undefined ? {} : { clientCertificates: { authorities: resolve(authorities), naming: required(settings, 'auth.certificate_user') } }),
  }
}

/** The absolute path of a directory, where one is named. */
function pathOf<const Name extends string>(settings: Settings, key: 'log.directory' | 'mail.content', name: Name): { readonly [name in Name]?: string } {
  const path = settings.get(key)
  return path === undefined || path === '' ? {} : ({ [name]: resolve(path) } as { readonly [name in Name]?: string })
}

function assembleOauth(settings: Settings, problems: ConfigMistake[]): OauthConfig | undefined {
  const together = ['auth.oauth_keys', 'auth.oauth_issuer', 'auth.oauth_audience'] as const
  const [keys, issuer, audience] = together.map((name) => settings.get(name))
  const given = together.find((name) => settings.get(name) !== undefined)
  if (given === undefined) return undefined
  if (keys === undefined || issuer === undefined || audience === undefined) {
    problems.push({ ...settings.placeOf(given), reason: { code: 'together', keys: together.join(', ') } })
    return undefined
  }
  if (!/^https:\/\//.test(issuer)) problems.push({ ...settings.placeOf('auth.oauth_issuer'), reason: { code: 'issuer-in-the-clear' } })
  refuseUnreadable(settings, 'auth.oauth_keys', keys, problems)
  return { keys: resolve(keys), issuer, audience, userClaim: required(settings, 'auth.oauth_user_claim') }
}

function assembleScanning(settings: Settings): Pick<Config, 'scanning'> {
  const scanner = settings.get('uploads.scan')
  return scanner ? { scanning: { scanner, seconds: required(settings, 'uploads.scan_seconds'), onFailure: required(settings, 'uploads.scan_failure') } } : {}
}

/** RFC 4616 §2: with an account that acts for people none of their passwords is kept. */
function assembleOutbox(settings: Settings, problems: ConfigMistake[]): Config['outbox'] {
  const [credentials, retryHours] = [required(settings, 'outbox.credentials'), required(settings, 'outbox.retry_hours')]
  const [user = '', password = ''] = [settings.get('outbox.service_user'), settings.get('outbox.service_password')]
  if (credentials === 'relay') {
    const relay = settings.get('outbox.relay_url')
    if (relay === undefined) problems.push({ ...settings.placeOf('outbox.credentials'), reason: { code: 'together', keys: 'outbox.credentials = "relay", outbox.relay_url' } })
    // What somebody prefers would lie where nobody signs in for them.
    if (required(settings, 'preferences.storage') === 'imap') problems.push({ ...settings.placeOf('outbox.credentials'), reason: { code: 'together', keys: 'outbox.credentials = "relay", preferences.storage = "gateway"' } })
    return { credentials, retryHours, ...(relay && { relay }) }
  }
  if (credentials !== 'service') return { credentials, retryHours }
  if (user === '' || password === '') problems.push({ ...settings.placeOf('outbox.credentials'), reason: { code: 'together', keys: 'outbox.credentials = "service", outbox.service_user, outbox.service_password' } })
  return { credentials, retryHours, serviceAccount: { user, password } }
}

function mailPorts(settings: Settings, demo: boolean): MailPorts {
  const named = {
    imap: required(settings, 'mail.imap_port'),
    imaps: required(settings, 'mail.imaps_port'),
    submission: required(settings, 'mail.submission_port'),
    submissions: required(settings, 'mail.submissions_port'),
    smtp: required(settings, 'mail.smtp_port'),
    lmtp: required(settings, 'mail.lmtp_port'),
    ldap: demo ? required(settings, 'mail.ldap_port') : 'off',
  }
  return Object.fromEntries(Object.entries(named).filter(([, port]) => port !== 'off')) as MailPorts
}

function assembleServers(settings: Settings, mail: Config['mail']): Config['servers'] {
  const imap = settings.get('servers.imap_url')
  const sieve = settings.get('servers.sieve_url')
  const onLoopback = isLoopback(required(settings, 'http.host'))
  const imapServer = imap ?? imapInTheBox(mail)
  const introduced = settings.get('servers.client_address') ?? settings.derive('servers.client_address', usualIntroduction(imapServer), 'default')
  return {
    imap: imap ? introducing(imap, introduced) : introducingInTheBox(imapServer, mail, introduced),
    smtp: settings.get('servers.smtp_url') ?? introducingInTheBox(smtpInTheBox(mail), mail, 'none'),
    ...(sieve === undefined ? {} : { sieve }),
    authenticationHosts: settings.get('servers.authentication_hosts') ?? [],
    freeChoice: settings.get('servers.free_choice') ?? settings.derive('servers.free_choice', onLoopback, onLoopback ? 'on-loopback' : 'off-loopback'),
    ports: required(settings, 'servers.free_choice_ports'),
    freeChoiceSieve: required(settings, 'servers.free_choice_sieve'),
    domain: settings.get('servers.domain') ?? deriveDomain(settings, mail, imap),
  }
}

function assembleClients(settings: Settings): ClientsConfig {
  const [imap, smtp, userName] = [settings.get('clients.imap_url'), settings.get('clients.smtp_url'), settings.get('clients.user_name')]
  const caldav = settings.get('clients.caldav_url')
  return { ...(imap === undefined ? {} : { imap }), ...(smtp === undefined ? {} : { smtp }), ...(userName === undefined ? {} : { userName }), ...(caldav === undefined ? {} : { caldav }) }
}

function assembleSecurity(settings: Settings): SiteConfig['security'] {
  const policy = settings.get('security.policy')
  return { contacts: required(settings, 'security.contact'), frameAncestors: required(settings, 'security.frame_ancestors'), ...(policy === undefined ? {} : { policy }) }
}

/** RFC 8461 §3.2: a policy names exchangers unless it takes an earlier one back. */
function assembleMtaSts(settings: Settings, problems: ConfigMistake[]): Config['mtaSts'] {
  const [mode, mx] = [settings.get('mta_sts.mode'), settings.get('mta_sts.mx')]
  const maxAge = required(settings, 'mta_sts.max_age')
  if (mode === undefined) return undefined
  if (mx === undefined && mode !== 'none') problems.push({ ...settings.placeOf('mta_sts.mode'), reason: { code: 'together', keys: 'mta_sts.mode, mta_sts.mx' } })
  return { mode, mx: mx ?? [], maxAge }
}

/** The first domain of ours, or the one that the foreign server's name suggests. */
function deriveDomain(settings: Settings, mail: Config['mail'], imap: ServerAddress | undefined): string {
  const suggested = imap && !isLoopback(imap.host) && !settings.isGiven('mail.domains') ? imap.host.replace(/^(imap|mail)\d*\.(?=.*\.)/, '') : undefined
  if (suggested !== undefined) return settings.derive('servers.domain', suggested, 'from-imap-url')
  return settings.derive('servers.domain', mail.domains[0] ?? 'localhost', 'first-domain')
}

function required<Name extends KeyName>(settings: Settings, name: Name): ValueOf<Name> {
  const value = settings.get(name)
  if (value === undefined) throw new Error(`${name} has no default`)
  return value
}

function refuseUnreadable(settings: Settings, key: KeyName, file: string, problems: ConfigMistake[]): void {
  if (!isReadable(file)) problems.push({ ...settings.placeOf(key), reason: { code: 'file-unreadable', key, file: resolve(file) } })
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK)
    return true
  } catch {
    return false // the caller says so, with the key's name
  }
}
