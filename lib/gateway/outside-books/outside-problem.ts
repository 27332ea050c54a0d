import { DavProblem, type DavProblemKind } from '#lib/dav/dav-problem.ts'
import { GatewayError, type GatewayFailure } from '#lib/mail/gateway-error.ts'
import type { Refusal } from '#lib/mail/refusal.ts'
import { SyncStop } from './sync/synchronise-book.ts'

/** What a run ended with, as it is kept and told: a word, and for `moved` where to. */
export function problemOf(error: unknown): string {
  if (error instanceof SyncStop) return error.kind
  if (!(error instanceof DavProblem)) return 'failed'
  if (error.kind === 'moved') return `moved ${error.detail}`
  return TOLD.has(error.kind) ? error.kind : 'failed'
}

const TOLD: ReadonlySet<DavProblemKind> = new Set<DavProblemKind>(['unreachable', 'untrusted', 'not-allowed', 'refused-password', 'forbidden', 'not-carddav', 'gone', 'too-large', 'too-slow', 'busy'])

/** The sentence for a problem; undefined for none. */
export function problemSentence(problem: string): Refusal | undefined {
  const [word = '', origin = ''] = problem.split(' ')
  if (word === '') return undefined
  return word === 'moved' ? { name: 'outside-moved', with: { origin } } : { name: SENTENCES[word] ?? 'outside-failed' }
}

type Plain = Exclude<Extract<Refusal['name'], `outside-${string}`>, 'outside-moved' | 'outside-many'>

const SENTENCES: Readonly<Record<string, Plain>> = {
  unreachable: 'outside-unreachable',
  untrusted: 'outside-untrusted',
  'not-allowed': 'outside-not-allowed',
  'refused-password': 'outside-password',
  forbidden: 'outside-forbidden',
  'not-carddav': 'outside-none',
  gone: 'outside-gone',
  'too-large': 'outside-large',
  'too-slow': 'outside-slow',
  busy: 'outside-busy',
  'many-gone': 'outside-many-gone',
  unfinished: 'outside-unfinished',
}

/** What a form is told where a server could not be asked. */
export function asRefusal(error: unknown): unknown {
  const refusal = error instanceof DavProblem ? problemSentence(problemOf(error)) : undefined
  return refusal ? new GatewayError(FAILURES[(error as DavProblem).kind] ?? 'refused', 'outside', { refusal, cause: error }) : error
}

const FAILURES: Readonly<Record<string, GatewayFailure>> = { unreachable: 'server-unreachable', 'too-slow': 'server-unreachable', busy: 'server-busy', untrusted: 'certificate-untrusted', 'not-allowed': 'server-not-allowed' }
