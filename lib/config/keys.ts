import type { Kind } from './kinds.ts'
import { anyText, basePath, domain, domains, host, hosts, integer, languages, longText, name, names, networks, octets, oneOf, origin, people, port, portOrOff, ports, shortText, truth } from './kinds.ts'
import { httpsUrl, mailExchangers, origins, securityContacts } from './public-kinds.ts'
import { imapUrl, postgresUrl, scanner, sieveUrl, smarthostUrl, smtpUrl } from './server-url.ts'

/** One configuration key: its variable, what it may be, what holds when nobody says anything (undefined: see `assemble.ts`). */
export interface Key<T = unknown> {
  readonly env: string
  readonly kind: Kind<T>
  readonly fallback?: T
  readonly about: string
  /** Never printed. */
  readonly secret?: true
  /** Takes effect at a reload; every other key waits for the next start. */
  readonly live?: true
  /** May also stand in `[site.NAME]`, where it holds for that site. */
  readonly ofSite?: true
  /** The name that it had before, which still works and is warned of. */
  readonly deprecated?: OldName
}

/** A name that works for one more minor version at least. */
export interface OldName {
  readonly name: string
  readonly env: string
  /** The minor versions, such as `1.4`, that have given it up and that do not know it any more. */
  readonly since: string
  readonly removedIn: string
}

function key<T>(env: string, kind: Kind<T>, about: string, rest: { fallback?: NoInfer<T>; secret?: true; live?: true; ofSite?: true; deprecated?: OldName } = {}): Key<T> {
  return { env, kind, about, ...rest }
}

const SITE = { live: true, ofSite: true } as const

/** Every key of postern.toml, by its dotted name. The environment variable wins over the file. */
export const KEYS = {
  title: key('POSTERN_TITLE', shortText, 'name of the site, wherever it names itself', { fallback: 'Postern', ...SITE }),
  sign_in_text: key('POSTERN_SIGN_IN_TEXT', longText, 'text on the sign-in page, in Markdown', { fallback: '', ...SITE }),
  motd: key('POSTERN_MOTD', longText, 'message of the day, on the sign-in page and above the index', { fallback: '', ...SITE }),
  theme: key('POSTERN_THEME', name, 'name of the theme', { fallback: 'postern', ...SITE }),
  languages: key('POSTERN_LANGUAGES', languages, 'languages that are offered; empty: all', { fallback: [], ...SITE }),
  admins: key('POSTERN_ADMINS', people, 'who may open the administrator’s page', { fallback: [], ...SITE }),
  'modules.help': key('POSTERN_MODULES_HELP', truth, 'the online help', { fallback: true, ...SITE }),
  'modules.manage': key('POSTERN_MODULES_MANAGE', truth, 'making, renaming and deleting mailboxes', { fallback: true, ...SITE }),
  'modules.settings': key('POSTERN_MODULES_SETTINGS', truth, 'settings of one’s own', { fallback: true, ...SITE }),
  'modules.accounts': key('POSTERN_MODULES_ACCOUNTS', truth, 'several accounts in one browser', { fallback: true, ...SITE }),
  'modules.password': key('POSTERN_MODULES_PASSWORD', truth, 'changing the password of one’s account, where the mail server or a directory takes it', { fallback: true, ...SITE }),
  'modules.phone': key('POSTERN_MODULES_PHONE', truth, 'setting up phones and other programs, by hand and by themselves', { fallback: true, ...SITE }),
  'modules.program_passwords': key('POSTERN_MODULES_PROGRAM_PASSWORDS', truth, 'passwords for programs, which open the address books of one’s own', { fallback: true, ...SITE }),
  'modules.directory': key('POSTERN_MODULES_DIRECTORY', truth, 'looking people up, where a site has a directory', { fallback: true, ...SITE }),
  'modules.contacts': key('POSTERN_MODULES_CONTACTS', truth, 'address books of one’s own and shared ones', { fallback: true, ...SITE }),
  'modules.outside_books': key('POSTERN_MODULES_OUTSIDE_BOOKS', truth, 'address books on other servers, synchronised', { fallback: true, ...SITE }),
  'outside_books.hosts': key('POSTERN_OUTSIDE_BOOKS_HOSTS', hosts, 'the only servers whose address books people may add, in the site’s own network too; empty: every public one', { fallback: [], ...SITE }),
  'modules.filters': key('POSTERN_MODULES_FILTERS', truth, 'filters that a mail server keeps, where a site has a server for them', { fallback: true, ...SITE }),
  'modules.spelling': key('POSTERN_MODULES_SPELLING', truth, 'checking the spelling of what people write', { fallback: true, ...SITE }),
  'spelling.languages': key('POSTERN_SPELLING_LANGUAGES', languages, 'languages that spelling is checked in, of those that there are dictionaries of; empty: all', { fallback: [], ...SITE }),
  'spelling.dictionaries': key('POSTERN_SPELLING_DICTIONARIES', anyText, 'directory of further dictionaries, a pair NAME.aff and NAME.dic for each language (Hunspell)'),
  'modules.signatures': key('POSTERN_MODULES_SIGNATURES', truth, 'checking signatures (OpenPGP, S/MIME), keyrings, and opening encrypted messages in the browser', { fallback: true, ...SITE }),
  'smime.authorities': key('POSTERN_SMIME_AUTHORITIES', anyText, 'PEM file of the authorities whose certificates for mail (S/MIME) are trusted; unset: none but those that people trust themselves', { live: true }),
  themes: key('POSTERN_THEMES', anyText, 'directory of own themes', { live: true }),
  words: key('POSTERN_WORDS', anyText, 'directory of own words, a JSON file for each language', { live: true }),

  data: key('POSTERN_DATA', anyText, 'data directory'),
  'log.directory': key('POSTERN_LOG_DIRECTORY', anyText, 'directory in which each process writes its log, as serve.log, mail.log and web.log; unset: standard error'),
  'log.level': key('POSTERN_LOG_LEVEL', oneOf('debug', 'info', 'warn', 'error'), 'least level that is logged', { fallback: 'info' }),

  'app.display': key('POSTERN_APP_DISPLAY', oneOf('standalone', 'minimal-ui', 'browser'), 'how the site looks that somebody has installed as an application; "browser": it cannot be installed', { fallback: 'standalone', ...SITE }),

  'http.host': key('POSTERN_HTTP_HOST', host, 'address the gateway listens on', { fallback: '127.0.0.1' }),
  'http.port': key('POSTERN_HTTP_PORT', port, 'its port', { fallback: 3000 }),
  'http.https_port': key('POSTERN_HTTPS_PORT', port, 'its port for HTTPS, when tls.certificate is set', { fallback: 3443 }),
  'http.public_origin': key('POSTERN_HTTP_PUBLIC_ORIGIN', origin, 'the address people type; required off loopback'),
  'http.behind_proxy': key('POSTERN_HTTP_BEHIND_PROXY', truth, 'a reverse proxy speaks HTTPS for us', { fallback: false }),
  'http.trusted_proxies': key('POSTERN_HTTP_TRUSTED_PROXIES', networks, 'whose word on the browser\'s address is believed'),
  'http.forwarded': key('POSTERN_HTTP_FORWARDED', oneOf('x-forwarded-for', 'forwarded'), 'the header in which they say it; the other one is never read', { fallback: 'x-forwarded-for' }),
  'http.base_path': key('POSTERN_HTTP_BASE_PATH', basePath, 'path under which everything lives, such as "/mail"', { fallback: '' }),

  'metrics.token': key('POSTERN_METRICS_TOKEN', anyText, 'what whoever reads /metrics has to show as a bearer token; without one, a file or networks there are no metrics', { secret: true, live: true }),
  'metrics.token_file': key('POSTERN_METRICS_TOKEN_FILE', anyText, 'file whose first line is that token', { live: true }),
  'metrics.networks': key('POSTERN_METRICS_NETWORKS', networks, 'networks from which /metrics may be read; with a token both are needed', { fallback: [], live: true }),

  'tls.certificate': key('POSTERN_TLS_CERTIFICATE', anyText, 'PEM file of the certificate with its chain'),
  'tls.key': key('POSTERN_TLS_KEY', anyText, 'PEM file of its key'),

  'servers.imap_url': key('POSTERN_IMAP_URL', imapUrl, 'IMAP server of the gateway; unset: the one in the box', SITE),
  'servers.smtp_url': key('POSTERN_SMTP_URL', smtpUrl, 'submission server of the gateway; unset: the one in the box', SITE),
  'servers.sieve_url': key('POSTERN_SIEVE_URL', sieveUrl, 'server of people’s filters (ManageSieve); unset: none', SITE),
  'servers.free_choice': key('POSTERN_SERVERS_FREE_CHOICE', truth, 'people may name their own server; unset: only on loopback', SITE),
  'servers.free_choice_ports': key('POSTERN_SERVERS_FREE_CHOICE_PORTS', ports, 'ports that a free choice may name', { fallback: [143, 993, 587, 465], ...SITE, deprecated: { name: 'servers.ports', env: 'POSTERN_SERVERS_PORTS', since: '0.1', removedIn: '0.2' } }),
  'servers.free_choice_sieve': key('POSTERN_SERVERS_FREE_CHOICE_SIEVE', truth, 'filters of people who named their own server are looked for there, at port 4190', { fallback: false, ...SITE }),
  'servers.client_address': key('POSTERN_SERVERS_CLIENT_ADDRESS', oneOf('none', 'id', 'proxy-v1', 'proxy-v2'), 'how the IMAP server learns from which address somebody signs in: "id" by the command ID (`x-originating-ip`), "proxy-v1" or "proxy-v2" by a header of the PROXY protocol, either of which it has to be told to expect; unset: "id" where it is on this machine, else "none"', SITE),
  'servers.domain': key('POSTERN_SERVERS_DOMAIN', domain, 'makes an address of a user name without "@"', SITE),
  'servers.authentication_hosts': key('POSTERN_SERVERS_AUTHENTICATION_HOSTS', hosts, 'whose Authentication-Results are believed: the names that the own mail servers write there', { fallback: [], ...SITE }),

  'clients.imap_url': key('POSTERN_CLIENTS_IMAP_URL', imapUrl, 'IMAP server that phones and other programs are told; unset: the gateway’s, where others can reach it', SITE),
  'clients.smtp_url': key('POSTERN_CLIENTS_SMTP_URL', smtpUrl, 'submission server that they are told; unset: the gateway’s, where others can reach it', SITE),
  'clients.user_name': key('POSTERN_CLIENTS_USER_NAME', oneOf('address', 'local-part'), 'what they sign in as; unset: the address, at the server in the box what stands before its "@"', SITE),
  'clients.caldav_url': key('POSTERN_CLIENTS_CALDAV_URL', httpsUrl, 'where calendars are that programs find by /.well-known/caldav; unset: nowhere', SITE),

  'security.contact': key('POSTERN_SECURITY_CONTACT', securityContacts, 'whom to tell of a weakness, the preferred one first: what /.well-known/security.txt says; empty: there is none', { fallback: [], ...SITE }),
  'security.policy': key('POSTERN_SECURITY_POLICY', httpsUrl, 'page that says how reports are dealt with, named there', SITE),
  'security.frame_ancestors': key('POSTERN_SECURITY_FRAME_ANCESTORS', origins, 'origins whose pages may show this site in a frame; empty: none', { fallback: [], ...SITE }),

  'session.idle_minutes': key('POSTERN_SESSION_IDLE_MINUTES', integer(1, 525600), 'a session ends after so long unused', { fallback: 120, ...SITE }),
  'session.total_minutes': key('POSTERN_SESSION_TOTAL_MINUTES', integer(1, 525600), 'a session ends after so long in any case', { fallback: 1440, ...SITE }),

  'session.public_computer': key('POSTERN_SESSION_PUBLIC_COMPUTER', oneOf('ask', 'always', 'never'), 'whether others use the computers from which people sign in: then nothing is kept in the browser and a session ends after ten minutes unused', { fallback: 'ask', ...SITE }),

  'password.least_length': key('POSTERN_PASSWORD_LEAST_LENGTH', integer(1, 128), 'characters that a new password has at least, where people change theirs here', { fallback: 8, ...SITE }),

  'limits.message_size': key('POSTERN_LIMITS_MESSAGE_SIZE', octets, 'largest message, base64 counted', { fallback: 100 * 1024 * 1024, ofSite: true }),
  'limits.connections_per_account': key('POSTERN_LIMITS_CONNECTIONS_PER_ACCOUNT', integer(2, 100), 'IMAP connections for each account', { fallback: 5 }),
  'limits.page_size': key('POSTERN_LIMITS_PAGE_SIZE', integer(10, 500), 'messages on a page of the index', { fallback: 50, ...SITE }),

  'uploads.scan': key('POSTERN_UPLOADS_SCAN', scanner, 'what looks at each file that somebody uploads, before it can be sent: clamd on this machine, or a program that reads the file from its standard input; unset: nothing'),
  'uploads.scan_seconds': key('POSTERN_UPLOADS_SCAN_SECONDS', integer(1, 3600), 'for so many seconds at most it may look at one file', { fallback: 120 }),
  'uploads.scan_failure': key('POSTERN_UPLOADS_SCAN_FAILURE', oneOf('refuse', 'pass'), 'what becomes of a file that it could not look at: "refuse" takes no such file, "pass" takes it and says so in the log', { fallback: 'refuse' }),
  'file_links.days': key('POSTERN_FILE_LINKS_DAYS', integer(0, 365), 'for so many days a link is good that people send in place of a file which is too large to be attached; 0: nobody sends links', { fallback: 0, ...SITE }),
  'file_links.size': key('POSTERN_FILE_LINKS_SIZE', octets, 'largest file that may be sent as a link', { fallback: 2 * 1024 ** 3, ...SITE }),
  'file_links.quota': key('POSTERN_FILE_LINKS_QUOTA', octets, 'what the files of one person’s links may take together in the data directory', { fallback: 5 * 1024 ** 3, ...SITE }),
  'file_links.downloads': key('POSTERN_FILE_LINKS_DOWNLOADS', integer(1, 100_000), 'how often the file of one link may be downloaded', { fallback: 100, ...SITE }),

  'preferences.storage': key('POSTERN_PREFERENCES_STORAGE', oneOf('gateway', 'imap'), 'who keeps preferences: "imap" is the IMAP server, where it has METADATA', { fallback: 'gateway' }),
  'preferences.database': key('POSTERN_PREFERENCES_DATABASE', postgresUrl, 'PostgreSQL server for the preferences and address books of several gateways; unset: SQLite in the data directory', { secret: true }),

  'outbox.credentials': key('POSTERN_OUTBOX_CREDENTIALS', oneOf('kept', 'service', 'relay', 'signed-in'), 'what sends a message that leaves later, may be undone or is tried again, and brings back what was snoozed: "kept" is the sender’s password, encrypted under a key file until that is done; "service" keeps none and acts for the sender by an account of its own; "relay" keeps none and sends by a relay that trusts the gateway, while copies and what was snoozed wait for the person; "signed-in" keeps none on the disk, and nothing leaves or comes back after signing out', { fallback: 'kept' }),
  'outbox.service_user': key('POSTERN_OUTBOX_SERVICE_USER', anyText, 'with "service": the account that may act for everybody (SASL PLAIN with an authorization identity) at servers.imap_url and servers.smtp_url'),
  'outbox.service_password': key('POSTERN_OUTBOX_SERVICE_PASSWORD', anyText, 'its password; no other server hears of it', { secret: true }),
  'outbox.relay_url': key('POSTERN_OUTBOX_RELAY_URL', smtpUrl, 'with "relay": the relay that takes mail from the gateway’s address without a password, from people of servers.imap_url under their own addresses'),
  'outbox.retry_hours': key('POSTERN_OUTBOX_RETRY_HOURS', integer(1, 168), 'for so many hours a message that could not be sent is tried again by itself', { fallback: 48 }),

  'mail.host': key('POSTERN_MAIL_HOST', host, 'address the mail server listens on', { fallback: '127.0.0.1' }),
  'mail.domains': key('POSTERN_MAIL_DOMAINS', domains, 'domains whose mail is ours; localhost always is'),
  'mail.trusted_gateways': key('POSTERN_MAIL_TRUSTED_GATEWAYS', networks, 'whose word the IMAP server in the box takes for where somebody comes from, when they say it by ID (`x-originating-ip`)', { fallback: ['127.0.0.0/8', '::1/128'] }),
  'mail.trusted_proxies': key('POSTERN_MAIL_TRUSTED_PROXIES', networks, 'whose connections to the mail server in the box have to begin with a header of the PROXY protocol, version 1 or 2, which is believed', { fallback: [] }),
  'mail.smarthost': key('POSTERN_MAIL_SMARTHOST', smarthostUrl, 'where mail for elsewhere goes', { secret: true }),
  'mail.partitions': key('POSTERN_MAIL_PARTITIONS', anyText, 'directories besides the data directory in which the mail of accounts may lie, such as "fast=/ssd/mail, large=/hdd/mail"', { live: true }),
  'mail.content': key('POSTERN_MAIL_CONTENT', anyText, 'directory in which the octets of messages lie, while the databases stay in the data directory; unset: with them'),
  'mail.message_limit': key('POSTERN_MAIL_MESSAGE_LIMIT', integer(1000, 100_000_000), 'messages that one IMAP command works on, the last ones first (MESSAGELIMIT); older mail programs do not repeat what is left; unset: no limit'),
  'mail.save_limit': key('POSTERN_MAIL_SAVE_LIMIT', integer(1000, 100_000_000), 'messages that one COPY or APPEND puts into a mailbox (SAVELIMIT), where mail.message_limit is unset; unset: no limit'),
  'mail.imap_port': key('POSTERN_IMAP_PORT', portOrOff, 'IMAP with STARTTLS', { fallback: 1143 }),
  'mail.imaps_port': key('POSTERN_IMAPS_PORT', portOrOff, 'IMAP over TLS', { fallback: 1993 }),
  'mail.submission_port': key('POSTERN_SUBMISSION_PORT', portOrOff, 'submission with STARTTLS', { fallback: 1587 }),
  'mail.submissions_port': key('POSTERN_SUBMISSIONS_PORT', portOrOff, 'submission over TLS', { fallback: 1465 }),
  'mail.smtp_port': key('POSTERN_SMTP_PORT', portOrOff, 'mail from other servers', { fallback: 1025 }),
  'mail.lmtp_port': key('POSTERN_LMTP_PORT', portOrOff, 'local delivery', { fallback: 1024 }),
  'mail.ldap_port': key('POSTERN_LDAP_PORT', portOrOff, 'directory of the demonstration', { fallback: 1389 }),

  'auth.anonymous': key('POSTERN_AUTH_ANONYMOUS', truth, 'mail programs may sign in without a name (ANONYMOUS), to read what a shared mailbox opens to anonymous or anyone', { fallback: false }),
  'mta_sts.mode': key('POSTERN_MTA_STS_MODE', oneOf('enforce', 'testing', 'none'), 'whether other servers must deliver to mail.domains over TLS (MTA-STS), served at mta-sts.DOMAIN; unset: nothing is said', { live: true }),
  'mta_sts.mx': key('POSTERN_MTA_STS_MX', mailExchangers, 'the names of the MX records of these domains', { live: true }),
  'mta_sts.max_age': key('POSTERN_MTA_STS_MAX_AGE', integer(86_400, 31_557_600), 'seconds for which they keep that in mind', { fallback: 604_800, live: true }),

  'auth.service_accounts': key('POSTERN_AUTH_SERVICE_ACCOUNTS', names, 'accounts that may act for any other, by the authorization identity of PLAIN: for a gateway that sends what leaves later, and for administrators who read somebody’s mail to help', { fallback: [] }),
  'auth.oauth_keys': key('POSTERN_AUTH_OAUTH_KEYS', anyText, 'JSON Web Key Set of whoever signs people’s tokens: mail programs may then sign in with them'),
  'auth.oauth_issuer': key('POSTERN_AUTH_OAUTH_ISSUER', anyText, 'who signs them: the claim "iss", an https address'),
  'auth.oauth_audience': key('POSTERN_AUTH_OAUTH_AUDIENCE', anyText, 'for whom they are: one of the claim "aud"'),
  'auth.oauth_user_claim': key('POSTERN_AUTH_OAUTH_USER_CLAIM', anyText, 'the claim that names the user: an account name, or an address in one of mail.domains', { fallback: 'preferred_username' }),
  'auth.client_authorities': key('POSTERN_AUTH_CLIENT_AUTHORITIES', anyText, 'PEM file of those whose client certificates count: mail programs may then sign in with one'),
  'auth.certificate_user': key('POSTERN_AUTH_CERTIFICATE_USER', oneOf('email', 'common-name'), 'what of a client certificate names the user: an address in one of mail.domains, or the common name', { fallback: 'email' }),
  'auth.scram': key('POSTERN_AUTH_SCRAM', truth, 'keep SCRAM-SHA-256 keys beside argon2id', { fallback: true }),
} as const

export type KeyName = keyof typeof KEYS
export type ValueOf<Name extends KeyName> = (typeof KEYS)[Name] extends Key<infer T> ? T : never
export const KEY_NAMES = Object.keys(KEYS) as readonly KeyName[]
