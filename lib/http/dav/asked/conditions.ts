import type { IncomingHttpHeaders } from 'node:http'
import type { Precondition } from '#lib/dav/library.ts'

/** What If-Match and If-None-Match want of the card that is there (RFC 9110 §13.1); without them anything will do. */
export function readConditions({ 'if-match': ifMatch, 'if-none-match': ifNoneMatch }: IncomingHttpHeaders): Precondition {
  const [wanted, unwanted] = [readTags(ifMatch), readTags(ifNoneMatch)]
  return (etag) => (wanted === undefined || names(wanted, etag, 'strong')) && (unwanted === undefined || !names(unwanted, etag, 'weak'))
}

/** Whether If-None-Match names that state: whoever asks has it already. */
export function hasAlready({ 'if-none-match': ifNoneMatch }: IncomingHttpHeaders, etag: string): boolean {
  const known = readTags(ifNoneMatch)
  return known !== undefined && names(known, etag, 'weak')
}

interface Tags {
  /** `*`: whatever there is. */
  readonly isAny: boolean
  readonly strong: readonly string[]
  readonly weak: readonly string[]
}

const TAG = /(W\/)?"([\u0021\u0023-\u007E\u0080-\u00FF]*)"/g

function readTags(header: string | undefined): Tags | undefined {
  if (header === undefined) return undefined
  const found = [...header.matchAll(TAG)].map(([, weak, tag = '']) => ({ isWeak: weak !== undefined, tag }))
  const strong = found.filter(({ isWeak }) => !isWeak).map(({ tag }) => tag)
  return { isAny: header.trim() === '*', strong, weak: found.map(({ tag }) => tag) }
}

function names({ isAny, ...tags }: Tags, etag: string | undefined, comparison: 'strong' | 'weak'): boolean {
  return etag !== undefined && (isAny || tags[comparison].includes(etag))
}
