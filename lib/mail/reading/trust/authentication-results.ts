import type { MessageView } from '../message-view.ts'

/** What the reader's own mail server found out about where a message comes from (RFC 8601). */
export interface Authentication {
  /** What each of the three checks came to, the best of several; only those that were done. */
  readonly checks: readonly { readonly method: CheckedMethod; readonly result: string }[]
  /** The results say that the message does not come from the domain that it names. */
  readonly isDisproved: boolean
  /** True where the results prove that domain: by DMARC, by a signature of it or of one above it, or by SPF of that very domain. */
  proves(domain: string): boolean
  /** True where a signature of that domain was found to hold. */
  isSignedBy(domain: string): boolean
}

/** How mail servers find out where a message comes from (RFC 7208, RFC 6376, RFC 7489). */
const CHECKED_METHODS = ['spf', 'dkim', 'dmarc'] as const
export type CheckedMethod = (typeof CHECKED_METHODS)[number]

interface Result {
  readonly method: string
  readonly result: string
  /** Such as `header.d`, in small letters like its value. */
  readonly properties: ReadonlyMap<string, string>
}

/** Results that are read of one line. */
const RESULTS_LIMIT = 50

/** The newest line of a trusted host, for those below it may have come with the message; undefined where there is none, and nobody else's counts (RFC 8601 §7.1). */
export function readAuthentication(headers: MessageView['headers'], trusted: readonly string[]): Authentication | undefined {
  const names = new Set(trusted.map((host) => host.toLowerCase()))
  const line = headers.find(({ name, value }) => name.toLowerCase() === 'authentication-results' && names.has(authorityOf(value)))
  if (!line) return undefined
  const results = resultsOf(line.value)
  const best = (method: string): string | undefined => {
    const found = results.filter((each) => each.method === method).map(({ result }) => result)
    // One signature that holds is enough.
    return found.includes('pass') ? 'pass' : found.at(-1)
  }
  const passed = (method: string, isAbout: (properties: Result['properties']) => boolean): boolean => results.some((each) => each.method === method && each.result === 'pass' && isAbout(each.properties))
  const isSignedBy = (domain: string): boolean => passed('dkim', (properties) => signerOf(properties) === domain.toLowerCase())
  const dmarc = best('dmarc')
  const isDisproved = dmarc !== undefined && dmarc !== 'none' ? dmarc === 'fail' : best('dkim') !== 'pass' && best('spf') === 'fail'
  const proves = (domain: string): boolean => {
    const wanted = domain.toLowerCase()
    return (
      !isDisproved &&
      (passed('dmarc', (properties) => domainOf(properties.get('header.from') ?? '') === wanted) ||
        passed('dkim', (properties) => isAtOrAbove(signerOf(properties), wanted)) ||
        passed('spf', (properties) => domainOf(properties.get('smtp.mailfrom') ?? '') === wanted))
    )
  }
  const checks = CHECKED_METHODS.flatMap((method) => { const result = best(method); return result === undefined ? [] : [{ method, result }] })
  return { checks, isDisproved, proves, isSignedBy }
}

/** authserv-id, before an optional version (RFC 8601 §2.2). */
function authorityOf(value: string): string {
  return plain(value.replace(/^\s*"([^"]*)"/, '$1')).split(';', 1)[0]?.trim().split(/\s/, 1)[0]?.toLowerCase() ?? ''
}

function resultsOf(value: string): readonly Result[] {
  const found: Result[] = []
  for (const piece of plain(value).toLowerCase().split(';').slice(1, RESULTS_LIMIT)) {
    const [, method, result] = /^\s*([a-z0-9-]{1,40})(?:\s*\/\s*\d+)?\s*=\s*([a-z]{1,20})/.exec(piece) ?? []
    if (method === undefined || result === undefined) continue
    const properties = [...piece.matchAll(/\b([a-z]{1,20}\.[a-z0-9_-]{1,40})\s*=\s*(\S{1,300})/g)].map(([, name = '', text = '']) => [name, text] as const)
    found.push({ method, result, properties: new Map(properties) })
  }
  return found
}

/** The line without comments, which mean nothing; what stands in quotes parts no results, for a sender may have chosen it. */
function plain(value: string): string {
  let depth = 0
  let isQuoted = false
  let text = ''
  const letters = [...value.slice(0, 10_000)]
  for (let at = 0; at < letters.length; at++) {
    const letter = letters[at] ?? ''
    if (letter === '\\') at++
    else if (depth === 0 && letter === '"') isQuoted = !isQuoted
    else if (isQuoted) text += /[\s;=]/.test(letter) ? '_' : letter
    else if (letter === '(') depth++
    else if (letter === ')') depth = Math.max(0, depth - 1)
    else if (depth === 0) text += letter
  }
  return text
}

function signerOf(properties: Result['properties']): string {
  return properties.get('header.d') ?? domainOf(properties.get('header.i') ?? '')
}

function domainOf(text: string): string {
  return text.slice(text.lastIndexOf('@') + 1)
}

function isAtOrAbove(signer: string, domain: string): boolean {
  return signer === domain || (signer.includes('.') && domain.endsWith(`.${signer}`))
}
