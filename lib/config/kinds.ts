import { BlockList, isIP } from 'node:net'
import * as v from 'valibot'
import type { Expectation } from '#lib/mail/expectation.ts'

/** How one kind of value is checked, and how it is written in an environment variable. */
export interface Kind<T> {
  readonly expected: Expectation
  readonly schema: v.GenericSchema<unknown, T>
  /** The TOML value that an environment variable's text stands for. */
  readonly fromText: (text: string) => unknown
  /** A value as one would write it in the file, where that is another one than the value. */
  written?(value: T): string
}

/** A value of that kind as it is shown. */
export function asWritten<T>(kind: Kind<T>, value: T | undefined): unknown {
  return value === undefined || kind.written === undefined ? value : kind.written(value)
}

const asText = (text: string): unknown => text
const asNumber = (text: string): unknown => (/^\d{1,15}$/.test(text) ? Number(text) : text)
const asBoolean = (text: string): unknown => ({ true: true, yes: true, 1: true, false: false, no: false, 0: false })[text.toLowerCase()] ?? text
const asList = (text: string): unknown => text.split(/[\s,]+/).filter((entry) => entry !== '')

const text = v.pipe(v.string(), v.nonEmpty(), v.maxLength(1000), v.regex(/^[^\p{Cc}]*$/u))
const wholeNumber = (from: number, to: number) => v.pipe(v.number(), v.integer(), v.minValue(from), v.maxValue(to))

export const anyText: Kind<string> = { expected: { code: 'text', most: 1000 }, schema: text, fromText: asText }

/** What stands in one line of a page. */
export const shortText: Kind<string> = { expected: { code: 'text-line', most: 100 }, schema: v.pipe(text, v.maxLength(100)), fromText: asText }

/** Paragraphs, in the Markdown of the manual. */
export const longText: Kind<string> = {
  expected: { code: 'long-text', most: 10_000 },
  schema: v.pipe(v.string(), v.maxLength(10_000), v.regex(/^(?:[^\p{Cc}]|[\n\r\t])*$/u)),
  fromText: asText,
}

/** The name of a site, group, theme or path: it stands in addresses, cookies and dotted keys. */
export const name: Kind<string> = { expected: { code: 'name', most: 32 }, schema: v.pipe(v.string(), v.regex(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/)), fromText: asText }

export const names: Kind<string[]> = { expected: { code: 'names' }, schema: v.pipe(v.array(name.schema), v.maxLength(1000)), fromText: asList }

/** RFC 5646: `de`, `pt-BR`. */
export const languages: Kind<string[]> = {
  expected: { code: 'languages' },
  schema: v.pipe(v.array(v.pipe(v.string(), v.regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/))), v.maxLength(100)),
  fromText: asList,
}

/** User names or addresses; `*@example.org` is everybody of a domain. */
export const people: Kind<string[]> = {
  expected: { code: 'people' },
  schema: v.pipe(v.array(v.pipe(text, v.maxLength(320), v.regex(/^(?:\*@[^*\s]+|[^*]+)$/))), v.maxLength(10_000)),
  fromText: asList,
}

export const truth: Kind<boolean> = { expected: { code: 'truth' }, schema: v.boolean(), fromText: asBoolean }

export const port: Kind<number> = { expected: { code: 'port' }, schema: wholeNumber(0, 65535), fromText: asNumber }

/** A port, or "off" (also `false`): does not listen. */
export const portOrOff: Kind<number | 'off'> = {
  expected: { code: 'port-or-off' },
  schema: v.union([wholeNumber(0, 65535), v.literal('off'), v.pipe(v.literal(false), v.transform(() => 'off' as const))]),
  fromText: (value) => (value === 'off' ? value : asNumber(value)),
}

export function integer(from: number, to: number): Kind<number> {
  return { expected: { code: 'whole-number', least: from, most: to }, schema: wholeNumber(from, to), fromText: asNumber }
}

export function oneOf<const T extends string>(...options: readonly T[]): Kind<T> {
  return { expected: { code: 'one-of', options: options.join(', ') }, schema: v.picklist(options), fromText: asText }
}

/** Octets: a number, or a text such as "100M". */
export const octets: Kind<number> = {
  expected: { code: 'size' },
  schema: v.union([
    wholeNumber(1, Number.MAX_SAFE_INTEGER),
    v.pipe(v.string(), v.transform((size) => readOctets(size) ?? 0), wholeNumber(1, Number.MAX_SAFE_INTEGER)),
  ]),
  fromText: asText,
}

/** RFC 1123 §2.1: letters, digits and hyphens in labels. */
const DOMAIN = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/
const domainSchema = v.pipe(v.string(), v.toLowerCase(), v.regex(DOMAIN))

export const domain: Kind<string> = { expected: { code: 'domain' }, schema: domainSchema, fromText: asText }

export const domains: Kind<string[]> = {
  expected: { code: 'domains' },
  schema: v.pipe(v.array(domainSchema), v.minLength(1), v.maxLength(1000)),
  fromText: asList,
}

export const ports: Kind<number[]> = {
  expected: { code: 'ports' },
  schema: v.pipe(v.array(wholeNumber(1, 65535)), v.maxLength(100)),
  fromText: (value) => (asList(value) as string[]).map(asNumber),
}

export const hosts: Kind<string[]> = {
  expected: { code: 'hosts' },
  schema: v.pipe(v.array(v.lazy(() => host.schema)), v.maxLength(1000)),
  fromText: asList,
}

export const networks: Kind<string[]> = {
  expected: { code: 'networks' },
  schema: v.pipe(v.array(v.pipe(v.string(), v.check(isNetwork))), v.maxLength(1000)),
  fromText: asList,
}

export const host: Kind<string> = {
  expected: { code: 'host' },
  schema: v.pipe(v.string(), v.toLowerCase(), v.transform((name) => name.replace(/^\[(.*)\]$/, '$1')), v.check((name) => isIP(name) !== 0 || DOMAIN.test(name))),
  fromText: asText,
}

export const basePath: Kind<string> = {
  expected: { code: 'path' },
  schema: v.pipe(
    v.string(),
    v.transform((path) => path.replace(/\/+$/, '')),
    v.maxLength(200),
    v.regex(/^(\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*$/),
  ),
  fromText: asText,
}

export const origin: Kind<string> = {
  expected: { code: 'origin' },
  schema: v.pipe(v.string(), v.transform((address) => readOrigin(address) ?? ''), v.nonEmpty()),
  fromText: asText,
}

/** Octets of "1500", "64K", "50M", "1G" or "1T" (powers of 1024); undefined when it is no size. */
export function readOctets(size: string): number | undefined {
  const [, digits, unit] = /^(\d{1,15})([kmgt]?)b?$/i.exec(size.trim()) ?? []
  if (digits === undefined || unit === undefined) return undefined
  const octetCount = Number(digits) * 1024 ** ('kmgt'.indexOf(unit.toLowerCase() || ' ') + 1)
  return Number.isSafeInteger(octetCount) ? octetCount : undefined
}

function readOrigin(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  const bare = url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '' && url.password === ''
  return bare && /^https?:$/.test(url.protocol) ? url.origin : undefined
}

function isNetwork(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0) return false
  if (prefix === undefined) return true
  if (!/^\d{1,3}$/.test(prefix)) return false
  try {
    new BlockList().addSubnet(address, Number(prefix), family === 4 ? 'ipv4' : 'ipv6')
    return true
  } catch {
    return false // the prefix is longer than the address
  }
}
