/** What a value has to be, each to end the sentence "it must be …". The phrases are words, `expectations`. */
export const EXPECTATIONS = {
  text: ['most'],
  'text-line': ['most'],
  'long-text': ['most'],
  'no-controls': [],
  'no-controls-line': [],
  truth: [],
  'whole-number': ['least', 'most'],
  'one-of': ['options'],
  size: [],

  // Names and lists of them
  name: ['most'],
  'plain-name': [],
  names: [],
  languages: [],
  people: [],
  attributes: [],

  // The network
  domain: [],
  domains: [],
  hosts: [],
  networks: [],
  host: [],
  port: [],
  'port-or-off': [],
  ports: [],
  path: [],
  origin: [],
  origins: [],
  'imap-url': [],
  'sieve-url': [],
  'smtp-url': [],
  'ldap-url': [],
  scanner: [],
  'relay-url': [],
  'postgres-url': [],
  'https-url': [],
  'security-contacts': [],
  'mail-exchangers': [],

  // Preferences
  address: [],
  'web-address': [],
  zone: [],
  mailbox: [],
  'host-name': [],
  'port-number': [],
  entries: ['most', 'expected'],
  tables: ['most', 'fields'],
  'tables-field': ['most', 'fields', 'field', 'expected'],
  'tables-missing': ['most', 'fields', 'field'],
} as const satisfies Readonly<Record<string, readonly string[]>>

type Table = typeof EXPECTATIONS
export type Expectation = { [Code in keyof Table]: { readonly code: Code } & Named<Table[Code][number]> }[keyof Table]

/** What a sentence names; what is `expected` is said in words itself. */
export type Named<Names extends string> = { readonly [Name in Names]: Name extends 'expected' ? Expectation : string | number }
