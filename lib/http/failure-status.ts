import type { GatewayFailure } from '#lib/mail/gateway-error.ts'

/** The HTTP status of each failure: total, so that a new failure does not compile until it has one. */
export const STATUS: Readonly<Record<GatewayFailure, number>> = {
  'not-signed-in': 401,
  'sign-in-refused': 401,
  'server-unreachable': 502,
  'server-not-imap': 502,
  'server-not-allowed': 403,
  'certificate-untrusted': 502,
  'server-busy': 503,
  'no-such-mailbox': 404,
  'no-such-message': 404,
  'no-such-part': 404,
  'no-such-composition': 404,
  'mailbox-replaced': 409,
  conflict: 409,
  refused: 422,
  invalid: 400,
  'too-large': 413,
  'over-quota': 507,
  'recipient-refused': 422,
  'submission-failed': 502,
  'preference-locked': 403,
  'preferences-unavailable': 503,
  'forbidden-origin': 403,
  internal: 500,
}
