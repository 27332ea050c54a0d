import { GatewayError, type GatewayFailure } from '#lib/mail/gateway-error.ts'
import type { Refusal } from '#lib/mail/refusal.ts'
import { SieveProblem, type SieveProblemKind } from '#lib/sieve-client/sieve-problem.ts'

/** What each problem tells the person. */
const EXPLAINED: Readonly<Record<SieveProblemKind, readonly [GatewayFailure, (answer: string) => Refusal]>> = {
  unreachable: ['server-unreachable', () => ({ name: 'filters-unreachable' })],
  certificate: ['certificate-untrusted', () => ({ name: 'filters-untrusted' })],
  'no-tls': ['server-unreachable', () => ({ name: 'filters-not-understood' })],
  'not-understood': ['server-unreachable', () => ({ name: 'filters-not-understood' })],
  'not-allowed': ['server-not-allowed', () => ({ name: 'filters-unreachable' })],
  // A refused sign-in here is that server's word; the person is still signed in to their mail.
  'sign-in-refused': ['refused', () => ({ name: 'filters-sign-in' })],
  busy: ['server-busy', () => ({ name: 'filters-busy' })],
  referred: ['refused', (server) => ({ name: 'filters-elsewhere', with: { server: server || '?' } })],
  'no-such-script': ['no-such-part', () => ({ name: 'filter-gone' })],
  'name-taken': ['conflict', () => ({ name: 'filter-there' })],
  'is-active': ['conflict', () => ({ name: 'filter-active' })],
  quota: ['over-quota', () => ({ name: 'filters-full' })],
  'bad-name': ['invalid', () => ({ name: 'filter-name' })],
  refused: ['refused', (answer) => ({ name: 'filters-refused', with: { answer: answer || 'NO' } })],
}

/** Problems whose answer is in our own words, or the name of a host: it may stand in the log. A server's words may repeat a script, or a password. */
const LOGGED: readonly SieveProblemKind[] = ['unreachable', 'not-understood', 'referred']

/** The failure that a problem with the server of filters means; anything else stays what it is. */
export function explainFilters(error: unknown): unknown {
  if (!(error instanceof SieveProblem)) return error
  const { kind, answer } = error
  const [failure, refusal] = EXPLAINED[kind]
  return new GatewayError(failure, LOGGED.includes(kind) && answer !== '' ? `filters ${kind}: ${answer}` : `filters ${kind}`, { cause: error, refusal: refusal(answer) })
}

/** The same for a script that a server was asked to judge: its NO means that the script is wrong. */
export function explainScript(error: unknown): unknown {
  if (!(error instanceof SieveProblem) || error.kind !== 'refused') return error
  return new GatewayError('refused', 'filters script', { refusal: { name: 'filter-wrong', with: { answer: error.answer || 'NO' } } })
}
