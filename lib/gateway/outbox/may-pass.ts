import { isGatewayError, type GatewayFailure } from '#lib/mail/gateway-error.ts'

/** What another day may bring right by itself. */
const PASSING: readonly GatewayFailure[] = ['server-unreachable', 'certificate-untrusted', 'server-busy', 'over-quota', 'internal']
/** A reply of the kind 4yz, alone or behind each address (RFC 5321 §4.2.1: the same may be asked again). */
const FOR_NOW = /^(?:4\d\d[ -]|[^(]*\(4\d\d )/
const FOR_EVER = /\(5\d\d /

/** Whether sending may work later with nobody having changed anything. What nobody knows the fate of is never sent again by itself. */
export function mayPass(error: unknown): boolean {
  if (!isGatewayError(error)) return true
  if (error.refusal?.name === 'submission-uncertain') return false
  if (PASSING.includes(error.failure)) return true
  return ['submission-failed', 'recipient-refused'].includes(error.failure) && FOR_NOW.test(error.detail) && !FOR_EVER.test(error.detail)
}
