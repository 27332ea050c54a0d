import { BlockList, isIPv4, isIPv6 } from 'node:net'
import * as v from 'valibot'
import type { Expectation } from '#lib/mail/expectation.ts'
import { parsePostgresUrl } from '#lib/mail/network/postgres-url.ts'
import type { ScannerAddress } from '#lib/mail/network/scanner-address.ts'
import type { ServerAddress } from '#lib/mail/network/server-address.ts'
import { SIEVE_PORT } from '#lib/mail/filters/script.ts'
import type { TlsMode } from './config.ts'
import type { Kind } from './kinds.ts'

interface Scheme {
  readonly port: number
  readonly tls: TlsMode
}

const IMAP: Readonly<Record<string, Scheme>> = { 'imap:': { port: 143, tls: 'starttls' }, 'imaps:': { port: 993, tls: 'tls' } }
const SMTP: Readonly<Record<string, Scheme>> = {
  'smtp:': { port: 587, tls: 'starttls' },
  'submission:': { port: 587, tls: 'starttls' },
  'smtps:': { port: 465, tls: 'tls' },
  'submissions:': { port: 465, tls: 'tls' },
}

/** RFC 5804 §3: `sieve://host:4190`, which begins in the clear and upgrades; some servers offer TLS from the start. */
const SIEVE: Readonly<Record<string, Scheme>> = { 'sieve:': { port: SIEVE_PORT, tls: 'starttls' }, 'sieves:': { port: SIEVE_PORT, tls: 'tls' } }
const LDAP: Readonly<Record<string, Scheme>> = { 'ldap:': { port: 389, tls: 'starttls' }, 'ldaps:': { port: 636, tls: 'tls' } }

export const imapUrl: Kind<ServerAddress> = serverUrl(IMAP, { code: 'imap-url' })
export const smtpUrl: Kind<ServerAddress> = serverUrl(SMTP, { code: 'smtp-url' })
export const sieveUrl: Kind<ServerAddress> = serverUrl(SIEVE, { code: 'sieve-url' })

export const ldapUrl: Kind<ServerAddress> = serverUrl(LDAP, { code: 'ldap-url' })

/** Where mail for elsewhere goes: `smtp://user:password@host:port` or `smtps://…`. */
export const smarthostUrl: Kind<string> = {
  expected: { code: 'relay-url' },
  schema: v.pipe(v.string(), v.check((text) => URL.canParse(text) && /^smtps?:$/.test(new URL(text).protocol) && new URL(text).hostname !== '')),
  fromText: (text) => text,
}

/** A PostgreSQL server, as `parsePostgresUrl` reads it. */
export const postgresUrl: Kind<string> = {
  expected: { code: 'postgres-url' },
  schema: v.pipe(v.string(), v.check(isPostgresUrl)),
  fromText: (text) => text,
}

function isPostgresUrl(text: string): boolean {
  try {
    return parsePostgresUrl(text).host !== ''
  } catch {
    return false // what was expected is said with the key
  }
}

/**
 * Where to connect: in the clear only to loopback, there without STARTTLS unless `?tls=starttls` asks for it.
 * A certificate is verified everywhere but on loopback, where the mail server in the box signs its own.
 */
function serverUrl(schemes: Readonly<Record<string, Scheme>>, expected: Expectation): Kind<ServerAddress> {
  const read = (text: string): ServerAddress | undefined => {
    const url = URL.canParse(text) ? new URL(text) : undefined
    const scheme = url && schemes[url.protocol]
    if (!url || !scheme || url.hostname === '' || url.username !== '' || !/^\/?$/.test(url.pathname)) return undefined
    if (url.search !== '' && url.search !== '?tls=starttls') return undefined
    const host = url.hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase()
    const local = isLoopback(host)
    const clear = local && scheme.tls === 'starttls' && url.search === ''
    return { host, port: url.port === '' ? scheme.port : Number(url.port), tls: clear ? 'none' : scheme.tls, verify: !local }
  }
  return {
    expected,
    schema: v.pipe(v.string(), v.transform(read), v.custom<ServerAddress>((address) => address !== undefined)),
    fromText: (text) => text,
    written: (address) => writeUrl(schemes, address),
  }
}

/** The address that is read as this one, without the port that goes without saying; of several schemes the first. */
function writeUrl(schemes: Readonly<Record<string, Scheme>>, { host, port, tls }: ServerAddress): string {
  const wanted = tls === 'none' ? 'starttls' : tls
  const [protocol, scheme] = Object.entries(schemes).find(([, each]) => each.tls === wanted) ?? ['', { port: 0 }]
  const name = isIPv6(host) ? `[${host}]` : host
  return `${protocol}//${name}${port === scheme.port ? '' : `:${port}`}${tls === 'starttls' && isLoopback(host) ? '?tls=starttls' : ''}`
}

const CLAMD_PORT = 3310

/**
 * `clamd:///run/clamav/clamd.ctl`, `clamd://127.0.0.1:3310` or `/usr/bin/clamdscan --no-summary -`. clamd knows no TLS, so none elsewhere is spoken to. A program is named by its
 * whole path and gets its arguments as they stand between blanks: no shell reads them.
 */
export const scanner: Kind<ScannerAddress> = {
  expected: { code: 'scanner' },
  schema: v.pipe(v.string(), v.maxLength(1000), v.regex(/^[^\p{Cc}]*$/u), v.transform(readScanner), v.custom<ScannerAddress>((address) => address !== undefined)),
  fromText: (text) => text,
  written: (address) => (address.kind === 'socket' ? `clamd://${address.path}` : address.kind === 'tcp' ? `clamd://${address.host.includes(':') ? `[${address.host}]` : address.host}:${address.port}` : [address.program, ...address.args].join(' ')),
}

function readScanner(text: string): ScannerAddress | undefined {
  if (text.startsWith('/')) {
    const [program = '', ...args] = text.split(/ +/)
    return { kind: 'program', program, args: args.filter((arg) => arg !== '') }
  }
  const path = /^clamd:\/\/(\/[^?#]+)$/.exec(text)?.[1]
  if (path !== undefined) return { kind: 'socket', path }
  const url = /^clamd:\/\/[^/]/.test(text) && URL.canParse(text) ? new URL(text) : undefined
  if (!url || url.username !== '' || url.password !== '' || url.search !== '' || !/^\/?$/.test(url.pathname)) return undefined
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase()
  return isLoopback(host) ? { kind: 'tcp', host, port: url.port === '' ? CLAMD_PORT : Number(url.port) } : undefined
}

/** Whether this host name or address can only be this machine. RFC 6761 §6.3: localhost is loopback. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[(.*)\]$/, '$1').toLowerCase()
  if (isIPv4(name) || isIPv6(name)) return loopback.check(name, isIPv4(name) ? 'ipv4' : 'ipv6')
  return name === 'localhost' || name.endsWith('.localhost')
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')
