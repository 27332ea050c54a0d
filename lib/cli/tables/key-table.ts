import { KEY_NAMES, KEYS, type Key, type KeyName } from '#lib/config/keys.ts'
import { expectationPhrase } from '#lib/i18n/reasons/config-sentence.ts'
import { englishReasons } from '#lib/i18n/reasons/english-reasons.ts'
import { writeOctets } from '../quota.ts'
import { code, markdownTable } from './markdown-table.ts'

const keyOf = (name: KeyName): Key => KEYS[name] as Key

/** What holds where two keys depend on others; `assemble.ts` says the same. */
const DERIVED: Readonly<Partial<Record<KeyName, string>>> = {
  data: '`.postern`, of a demonstration `.postern-demo`',
  'http.trusted_proxies': 'this machine behind a proxy, else nobody',
  'servers.imap_url': 'the server in the box',
  'servers.smtp_url': 'the server in the box',
  'servers.free_choice': 'only on loopback',
  'servers.domain': 'the first of `mail.domains`',
  'mail.domains': '`localhost`',
}

/** Every key of postern.toml. */
export function keyTable(): string {
  return markdownTable(['key and variable', 'means', 'unless set', 'may change'], KEY_NAMES.map((name) => {
    const { about, kind, env, live, ofSite, deprecated } = keyOf(name)
    const before = deprecated ? `; until ${deprecated.removedIn} also ${code(deprecated.name)} ${code(deprecated.env)}` : ''
    return [`${code(name)} ${code(env)}`, `${about} (${expectationPhrase(englishReasons, kind.expected)})${before}`, unlessSet(name), [live ? 'at a reload' : 'at a start', ...(ofSite ? ['for each site'] : [])].join(', ')]
  }))
}

/** The services of the mail server in the box, with their ports. */
export function serviceTable(): string {
  const ports = KEY_NAMES.filter((name) => /^mail\..*_port$/.test(name))
  return markdownTable(['service', 'port', 'key', 'variable'], ports.map((name) => [keyOf(name).about, unlessSet(name), code(name), code(keyOf(name).env)]))
}

function unlessSet(name: KeyName): string {
  const { fallback } = keyOf(name)
  if (fallback === undefined || fallback === '' || (Array.isArray(fallback) && fallback.length === 0)) return DERIVED[name] ?? ''
  if (name === 'limits.message_size') return writeOctets(fallback as number)
  return code(Array.isArray(fallback) ? fallback.join(', ') : String(fallback))
}
