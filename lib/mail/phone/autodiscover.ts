import type { ConnectionSecurity } from '../network/server-address.ts'
import { splitAddress, type DomainSettings, type ProgramServer } from './program-settings.ts'
import { element, writeDocument, type XmlElement } from './xml.ts'

/*
 * Outlook's "plain old XML" Autodiscover (MS-OXDSCLI §2.2.3 and §2.2.4, and the older e-mail schema of the same elements).
 */

const ENVELOPE = 'http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006'
const OUTLOOK = 'http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a'

/** Octets of a request that is read at all; Outlook's has about 400. */
export const AUTODISCOVER_LIMIT = 8192

/** `Encryption` of a protocol: `SSL` is TLS from the first octet on, `TLS` is STARTTLS. */
const ENCRYPTION: Readonly<Record<ConnectionSecurity, string>> = { tls: 'SSL', starttls: 'TLS', none: 'None' }

/** Why a request gets no settings, with the code that the protocol has for it. */
const AUTODISCOVER_ERRORS = {
  unreadable: { code: '600', message: 'Invalid Request' },
  'other-schema': { code: '601', message: 'Provider is not available' },
  'no-settings': { code: '500', message: 'There are no settings for this domain' },
} as const

export type AutodiscoverError = keyof typeof AUTODISCOVER_ERRORS

/** The settings for that address. It says nothing about whether there is such an address. */
export function writeAutodiscover({ title, imap, smtp, userName }: DomainSettings, address: string): string {
  const login = userName === 'address' ? address : (splitAddress(address)?.localPart ?? address)
  const account = element('Account', {}, element('AccountType', {}, 'email'), element('Action', {}, 'settings'), protocol('IMAP', imap, login), protocol('SMTP', smtp, login))
  return writeAnswer(element('Response', { xmlns: OUTLOOK }, element('User', {}, element('DisplayName', {}, title)), account))
}

/** The protocol's own words for a request that gets no settings. `now` is the time of the answer. */
export function writeAutodiscoverError(error: AutodiscoverError, now: Date): string {
  const { code, message } = AUTODISCOVER_ERRORS[error]
  const time = now.toISOString().slice(11, 23)
  return writeAnswer(element('Response', {}, element('Error', { Time: time, Id: '0' }, element('ErrorCode', {}, code), element('Message', {}, message), element('DebugData', {}))))
}

function writeAnswer(response: XmlElement): string {
  return writeDocument(element('Autodiscover', { xmlns: ENVELOPE }, response))
}

function protocol(type: 'IMAP' | 'SMTP', { host, port, tls }: ProgramServer, login: string): XmlElement {
  const settings: readonly (readonly [string, string])[] = [
    ['Type', type],
    ['Server', host],
    ['Port', String(port)],
    ['DomainRequired', 'off'],
    ['LoginName', login],
    ['SPA', 'off'],
    ['SSL', tls === 'none' ? 'off' : 'on'],
    // Wins over SSL, which cannot tell STARTTLS from TLS.
    ['Encryption', ENCRYPTION[tls]],
    ['AuthRequired', 'on'],
    ...(type === 'SMTP' ? ([['UsePOPAuth', 'off'], ['SMTPLast', 'off']] as const) : []),
  ]
  return element('Protocol', {}, ...settings.map(([name, value]) => element(name, {}, value)))
}

/** What a request asks for, or why it cannot be answered. */
export type AutodiscoverRequest = { readonly address: string; readonly domain: string } | { readonly error: AutodiscoverError }

/**
 * The address that a request of at most AUTODISCOVER_LIMIT octets asks about. It is no parser of XML: a document with a
 * declaration of any kind, so with any entity of its own, is unreadable, and nothing is ever expanded or fetched.
 */
export function readAutodiscover(text: string): AutodiscoverRequest {
  if (text.length > AUTODISCOVER_LIMIT || text.includes('<!') || !/<(?:[\w-]{1,20}:)?Autodiscover[\s>]/.test(text)) return { error: 'unreadable' }
  const schema = contentOf(text, 'AcceptableResponseSchema')
  const address = contentOf(text, 'EMailAddress')
  const parts = address === undefined ? undefined : splitAddress(address)
  if (address === undefined || parts === undefined) return { error: 'unreadable' }
  return schema === undefined || schema === OUTLOOK ? { address, domain: parts.domain } : { error: 'other-schema' }
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The text of the only element of that name, with whatever prefix. */
function contentOf(text: string, name: string): string | undefined {
  const found = [...text.matchAll(new RegExp(`<(?:[\\w-]{1,20}:)?${name}>([^<>]{1,1000})</(?:[\\w-]{1,20}:)?${name}\\s*>`, 'g'))]
  const content = found.length === 1 ? found[0]?.[1]?.trim() : undefined
  // Of an entity that the document would have to declare itself there is no text.
  return content === undefined || content.replaceAll(ENTITY, '').includes('&') ? undefined : content.replaceAll(ENTITY, (_, entity: string) => ENTITIES[entity] ?? characterOf(entity))
}

const ENTITY = /&(amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});/g

function characterOf(entity: string): string {
  const code = entity.startsWith('#x') ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1))
  return String.fromCodePoint(code <= 0x10_ff_ff ? code : 0xff_fd)
}
