import { GatewayError, isGatewayError, type GatewayFailure } from '#lib/mail/gateway-error.ts'
import type { Refusal } from '#lib/mail/refusal.ts'

/** What a failed submission tells the person, with the server's own words where it had some. */
const REFUSALS: Readonly<Partial<Record<GatewayFailure, (answer: string) => Refusal>>> = {
  'server-unreachable': (answer) => ({ name: 'submission-unreachable', with: { answer } }),
  'certificate-untrusted': () => ({ name: 'submission-untrusted' }),
  'sign-in-refused': (answer) => ({ name: 'submission-sign-in', with: { answer } }),
  'recipient-refused': (answer) => ({ name: 'submission-recipients', with: { answer } }),
  'submission-failed': (answer) => ({ name: 'submission-refused', with: { answer } }),
  'too-large': (answer) => ({ name: 'submission-too-large', with: { answer } }),
}

/** The error with what it says about sending mail; one that says something already stays as it is. */
export function explainSubmission(error: unknown): unknown {
  if (!isGatewayError(error) || error.refusal !== undefined) return error
  const refusal = REFUSALS[error.failure]?.(error.detail)
  if (refusal === undefined) return error
  // A refused sign-in here is the submission server's word; the person is still signed in to their mail.
  const failure = error.failure === 'sign-in-refused' ? 'submission-failed' : error.failure
  return new GatewayError(failure, error.detail, { cause: error, refusal })
}

/** The connection was lost between the last octet and the server's answer. */
export function uncertainSubmission(words: string): GatewayError {
  return new GatewayError('submission-failed', `uncertain: ${words}`, { refusal: { name: 'submission-uncertain' } })
}
