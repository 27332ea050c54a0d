import * as v from 'valibot'
import { domain, origin, type Kind } from './kinds.ts'

/** What is told to everybody who asks at an address that is the same on every host. */

const list = (text: string): unknown => text.split(/[\s,]+/).filter((entry) => entry !== '')

/** A page or a service that is reached over TLS. */
export const httpsUrl: Kind<string> = {
  expected: { code: 'https-url' },
  schema: v.pipe(v.string(), v.maxLength(1000), v.transform((text) => readUrl(text, ['https:']) ?? ''), v.nonEmpty()),
  fromText: (text) => text,
}

/** RFC 9116 §2.5.3: URIs, the preferred one first; a bare address means `mailto:`. */
export const securityContacts: Kind<string[]> = {
  expected: { code: 'security-contacts' },
  schema: v.pipe(v.array(v.pipe(v.string(), v.maxLength(1000), v.transform((text) => readContact(text) ?? ''), v.nonEmpty())), v.maxLength(10)),
  fromText: list,
}

/** Origins of other sites. */
export const origins: Kind<string[]> = { expected: { code: 'origins' }, schema: v.pipe(v.array(v.lazy(() => origin.schema)), v.maxLength(20)), fromText: list }

/** RFC 8461 §4.1: names of mail exchangers; `*.` in front of one stands for one label. */
export const mailExchangers: Kind<string[]> = {
  expected: { code: 'mail-exchangers' },
  schema: v.pipe(v.array(v.pipe(v.string(), v.toLowerCase(), v.check((name) => v.is(domain.schema, name.replace(/^\*\.(?=.)/, ''))))), v.minLength(1), v.maxLength(100)),
  fromText: list,
}

function readContact(text: string): string | undefined {
  if (/^[^\s@:/]+@[^\s@:/]+$/.test(text)) return `mailto:${text}`
  return readUrl(text, ['https:', 'mailto:', 'tel:'])
}

function readUrl(text: string, protocols: readonly string[]): string | undefined {
  if (/\s/.test(text)) return undefined
  const url = URL.parse(text)
  return url !== null && protocols.includes(url.protocol) && url.username === '' ? url.href : undefined
}
