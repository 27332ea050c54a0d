import type { Expectation } from '../expectation.ts'
import { choice, line, lines, longText, number, records, toggle, type Definition } from './definition.ts'
import { parseValue } from './kinds.ts'

/** Every preference: the one place from which pages, checks, documentation, import and export are made. */
export const PREFERENCES = {
  'identity.full_name': line('identity'),
  'identity.address': line('identity', { shape: 'address', most: 254 }),
  'identity.organization': line('identity'),
  'identity.reply_to': line('identity', { shape: 'address', most: 254 }),
  'identity.signature_format': choice(['text', 'html'], { topic: 'identity', fallback: 'text' }),
  'identity.signature': longText('identity', 32_000),
  identities: records('identity', 10, {
    name: { type: 'text', most: 200 },
    address: { type: 'text', most: 254, shape: 'address', isRequired: true },
    reply_to: { type: 'text', most: 254, shape: 'address' },
    organization: { type: 'text', most: 200 },
    sent: { type: 'text', most: 800, shape: 'mailbox' },
    signature_format: { type: 'text', most: 4, options: ['html'] },
    signature: { type: 'text', most: 32_000, isLong: true },
  }),

  'index.page_size': number({ least: 10, most: 500 }, { topic: 'index', fallback: 50 }),
  'index.sort': choice(['arrival', 'date', 'from', 'subject', 'size'], { topic: 'index', fallback: 'arrival' }),
  'index.newest_first': toggle({ topic: 'index', fallback: true }),
  'index.reload_seconds': number({ least: 0, most: 3600 }, { topic: 'index', fallback: 0 }),

  'reading.format': choice(['html', 'text'], { topic: 'reading', fallback: 'html' }),
  'reading.colors': choice(['theme', 'original'], { topic: 'reading', fallback: 'theme' }),
  'reading.headers': choice(['short', 'full'], { topic: 'reading', fallback: 'short' }),
  'reading.mark_seen': choice(['when-opened', 'after-seconds', 'by-hand'], { topic: 'reading', fallback: 'when-opened' }),
  'reading.seen_seconds': number({ least: 1, most: 600 }, { topic: 'reading', fallback: 3 }),
  'reading.ask_above': number({ least: 0, most: 1000 }, { topic: 'reading', fallback: 10 }),
  'reading.remote_content': choice(['ask', 'never', 'always'], { topic: 'reading', fallback: 'ask' }),
  'reading.remote_senders': lines('reading', { most: 254, mostItems: 500, shape: 'sender' }),
  'reading.attached_pictures': toggle({ topic: 'reading', fallback: false }),
  'reading.spam_warning': toggle({ topic: 'reading', fallback: true }),
  'reading.receipts': choice(['ask', 'never', 'known'], { topic: 'reading', fallback: 'ask' }),
  'reading.after_removal': choice(['next', 'index'], { topic: 'reading', fallback: 'next' }),

  'composing.format': choice(['text', 'html'], { topic: 'composing', fallback: 'text' }),
  'composing.format_of_original': toggle({ topic: 'composing', fallback: false }),
  'composing.quote': choice(['below', 'above', 'none'], { topic: 'composing', fallback: 'below' }),
  'composing.save_sent': toggle({ topic: 'composing', fallback: true }),
  'composing.receipts': toggle({ topic: 'composing', fallback: false }),
  'composing.undo_seconds': number({ least: 0, most: 120 }, { topic: 'composing', fallback: 0 }),
  'composing.hold_at_server': toggle({ topic: 'composing', fallback: false }),
  'composing.hints': toggle({ topic: 'composing', fallback: true }),
  'composing.header_lines': toggle({ topic: 'composing', fallback: false }),
  'spelling.languages': lines('composing', { most: 35, mostItems: 5 }),
  'spelling.words': lines('composing', { most: 60, mostItems: 1000 }),
  'addresses.collect': toggle({ topic: 'composing', fallback: true }),
  'composing.blind_copies': lines('composing', { most: 254, mostItems: 10, shape: 'address' }),

  'mailboxes.deleting': choice(['to-trash', 'at-once'], { topic: 'mailboxes', fallback: 'to-trash' }),
  'mailboxes.sent': line('mailboxes', { shape: 'mailbox', most: 800 }),
  'mailboxes.drafts': line('mailboxes', { shape: 'mailbox', most: 800 }),
  'mailboxes.trash': line('mailboxes', { shape: 'mailbox', most: 800 }),
  'mailboxes.junk': line('mailboxes', { shape: 'mailbox', most: 800 }),
  'mailboxes.archive': line('mailboxes', { shape: 'mailbox', most: 800 }),
  'mailboxes.prefix': line('mailboxes', { most: 200 }),

  'notifications.live': toggle({ topic: 'notifications', fallback: true }),
  'notifications.desktop': toggle({ topic: 'notifications', fallback: false }),

  'keyboard.single_keys': toggle({ topic: 'keyboard', fallback: true }),

  language: choice(['auto', 'en', 'ar', 'de', 'es', 'fr', 'it', 'ja', 'nl', 'pl', 'pt-BR', 'ru', 'zh-Hans', 'en-XA'], { topic: 'language', fallback: 'auto' }),
  'formats.clock': choice(['24', '12'], { topic: 'language', fallback: '24' }),
  'formats.date': choice(['language', 'iso'], { topic: 'language', fallback: 'language' }),
  time_zone: line('language', { shape: 'zone', most: 64 }),

  'appearance.theme': line('appearance', { shape: 'name', most: 64 }),
  'appearance.scheme': choice(['auto', 'light', 'dark'], { topic: 'appearance', fallback: 'auto' }),
  'appearance.density': choice(['comfortable', 'compact'], { topic: 'appearance', fallback: 'comfortable' }),
  'appearance.font_size': choice(['small', 'normal', 'large', 'larger'], { topic: 'appearance', fallback: 'normal' }),
  'appearance.text_only': toggle({ topic: 'appearance', fallback: false }),

  accounts: records('accounts', 10, {
    title: { type: 'text', most: 80 },
    user: { type: 'text', most: 254, isRequired: true },
    host: { type: 'text', most: 253, shape: 'host' },
    port: { type: 'text', most: 5, shape: 'port' },
    security: { type: 'text', most: 8, options: ['tls', 'starttls', 'none'] },
  }),

  links: records('links', 20, { title: { type: 'text', most: 80 }, url: { type: 'text', most: 1000, shape: 'url', isRequired: true } }),
} as const satisfies Readonly<Record<string, Definition>>

export type PreferenceName = keyof typeof PREFERENCES
export type PreferenceValues = { readonly [Name in PreferenceName]: (typeof PREFERENCES)[Name] extends Definition<infer Value> ? Value : never }
export const PREFERENCE_NAMES = Object.keys(PREFERENCES) as readonly PreferenceName[]

export type ParsedPreference = { readonly name: PreferenceName; readonly value: PreferenceValues[PreferenceName] } | { readonly problem: PreferenceProblem }

/** Why a preference cannot be that. `near` is one that is perhaps meant. */
export type PreferenceProblem = { readonly code: 'unknown' } | { readonly code: 'nearly-known'; readonly near: PreferenceName } | { readonly code: 'must-be'; readonly expected: Expectation }

/** A preference by its name, as a file or a request gives it. */
export function parsePreference(name: string, value: unknown): ParsedPreference {
  if (!isPreference(name)) {
    const near = PREFERENCE_NAMES.find((known) => key(known) === key(name) || known.split('.').at(-1) === name.split('.').at(-1))
    return { problem: near === undefined ? { code: 'unknown' } : { code: 'nearly-known', near } }
  }
  const parsed = parseValue(PREFERENCES[name].kind, value)
  return 'value' in parsed ? { name, value: parsed.value as PreferenceValues[PreferenceName] } : { problem: { code: 'must-be', expected: parsed.expected } }
}

export function isPreference(name: string): name is PreferenceName {
  return Object.hasOwn(PREFERENCES, name)
}

const key = (name: string): string => name.toLowerCase().replaceAll(/[._-]/g, '')
