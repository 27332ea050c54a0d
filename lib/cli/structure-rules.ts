/** Which rooms each room may import, types included; a room is the longest matching folder. */
export const ROOMS: Readonly<Record<string, readonly string[]>> = {
  'lib/mail': [],
  'lib/log': [],
  'lib/config': ['lib/log'],
  'lib/i18n': [],

  'lib/mime': ['lib/mail'],
  'lib/html': ['lib/mail'],
  'lib/api': ['lib/mail'],
  'lib/storage': ['lib/log'],

  'lib/imap': ['lib/mail', 'lib/mime', 'lib/log'],
  'lib/smtp': ['lib/mail', 'lib/mime', 'lib/log'],
  'lib/session': ['lib/mail', 'lib/storage', 'lib/log'],
  'lib/prefs': ['lib/mail', 'lib/storage', 'lib/log'],
  'lib/composition': ['lib/mail', 'lib/mime', 'lib/storage', 'lib/log'],
  'lib/mail-store': ['lib/mail', 'lib/mime', 'lib/storage', 'lib/log'],
  'lib/accounts': ['lib/mail', 'lib/storage', 'lib/log'],

  'lib/gateway': ['lib/imap', 'lib/smtp', 'lib/prefs', 'lib/session', 'lib/composition', 'lib/html', 'lib/api', 'lib/mail', 'lib/mime', 'lib/i18n', 'lib/config', 'lib/log'],
  'lib/imap-server': ['lib/mail-store', 'lib/accounts', 'lib/mail', 'lib/mime', 'lib/storage', 'lib/log'],
  'lib/delivery': ['lib/mail-store', 'lib/accounts', 'lib/mail', 'lib/mime', 'lib/storage', 'lib/log'],

  'lib/http': ['lib/gateway', 'lib/imap', 'lib/session', 'lib/api', 'lib/i18n', 'lib/config', 'lib/log', 'lib/mail'],
  components: ['lib/mail', 'lib/api', 'lib/i18n', 'lib/html'],
  'lib/mail-server': ['lib/imap-server', 'lib/delivery', 'lib/mail-store', 'lib/accounts', 'lib/demo', 'lib/storage', 'lib/config', 'lib/log', 'lib/mail', 'lib/mime'],

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
  'iron-session': ['lib/session'],
  'node:sqlite': ['lib/storage'],
  next: ['app', 'components', 'lib/http'],
  selfsigned: ['lib/mail-server'],
  '@fastify/busboy': ['lib/http'],
  parse5: ['lib/html'],
  'css-tree': ['lib/html'],
  'iconv-lite': ['lib/mime'],
  'smol-toml': ['lib/config'],
  valibot: ['lib/api', 'lib/config'],
  marked: ['components'],
}
