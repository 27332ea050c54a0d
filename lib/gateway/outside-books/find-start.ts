import { resolveSrv, resolveTxt } from 'node:dns/promises'
import { DavProblem } from '#lib/dav/dav-problem.ts'

/** Asks the domain name system; tests have an own. */
export interface SrvResolver {
  readonly srv: (name: string) => Promise<readonly { readonly name: string; readonly port: number; readonly priority: number }[]>
  readonly txt: (name: string) => Promise<readonly (readonly string[])[]>
}

const RESOLVER: SrvResolver = { srv: resolveSrv, txt: resolveTxt }

/** As long as a page waits for the domain name system, in milliseconds. */
const PATIENCE = 4_000

/**
 * Where to look for the address books of whoever typed that: a web address, a host, or an e-mail address, whose domain may name a server
 * (RFC 6764 §6). Throws DavProblem 'moved' for a server of another domain: nobody's password goes there before they have said so
 * (§8), and 'not-carddav' for what is no address.
 */
export async function findStart(typed: string, resolver: SrvResolver = RESOLVER): Promise<URL> {
  const [, domain] = /^[^@\s/]+@([^@\s/]+)$/.exec(typed.trim()) ?? []
  if (domain !== undefined) return (await named(domain, resolver)) ?? parsed(`https://${domain}/`)
  return parsed(typed.includes('://') ? typed.trim() : `https://${typed.trim()}`)
}

async function named(domain: string, { srv, txt }: SrvResolver): Promise<URL | undefined> {
  const service = `_carddavs._tcp.${domain}`
  const [found] = (await patiently(srv(service))).toSorted((one, other) => one.priority - other.priority)
  // "." says that there is no such service (RFC 2782).
  if (!found || found.name === '' || found.name === '.') return undefined
  const host = found.name.toLowerCase().replace(/\.$/, '')
  const path = (await patiently(txt(service))).map((parts) => parts.join('')).find((text) => text.startsWith('path=/'))?.slice('path='.length) ?? '/'
  const url = parsed(`https://${host}:${found.port}${path}`)
  if (host !== domain.toLowerCase() && !host.endsWith(`.${domain.toLowerCase()}`)) throw new DavProblem('moved', url.origin)
  return url
}

/** Nothing where there is nothing, or nobody answers. */
async function patiently<T>(answer: Promise<readonly T[]>): Promise<readonly T[]> {
  const late = new Promise<readonly T[]>((resolve) => void setTimeout(() => resolve([]), PATIENCE).unref())
  return Promise.race([answer.catch(() => []), late])
}

function parsed(text: string): URL {
  const url = text.length > 2000 ? null : URL.parse(text)
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.hostname === '') throw new DavProblem('not-carddav', 'no address')
  url.username = url.password = url.hash = url.search = ''
  return url
}
