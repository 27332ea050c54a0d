export const KINDS = ['page', 'api', 'content', 'file', 'dav', 'health'] as const

/** What a request is for, coarsely: paths hold names of mailboxes. */
export type RequestKind = (typeof KINDS)[number]

const PREFIXES: readonly (readonly [prefix: string, kind: RequestKind])[] = [
  ['/api/', 'api'], ['/mail-content/', 'content'], ['/linked-files/', 'content'], ['/_next/', 'file'], ['/pdf-viewer/', 'file'], ['/decrypted-viewer', 'file'], ['/theme/', 'file'], ['/dav/', 'dav'], ['/.well-known/', 'dav'],
  ['/healthz', 'health'], ['/readyz', 'health'], ['/metrics', 'health'], ['/version', 'health'],
]

/** By the path below the base path; what is none of the others is a page. */
export function kindOf(path: string): RequestKind {
  return PREFIXES.find(([prefix]) => path.startsWith(prefix))?.[1] ?? 'page'
}
