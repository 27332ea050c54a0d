import type { Refusal } from './refusal.ts'

/** Everything that can go wrong between the gateway and the person, as a closed union without HTTP in it. */
export const FAILURES = [
  'not-signed-in',
  'sign-in-refused',
  'server-unreachable',
  'server-not-imap',
  'server-not-allowed',
  'certificate-untrusted',
  'server-busy',
  'no-such-mailbox',
  'no-such-message',
  'no-such-part',
  'no-such-composition',
  'mailbox-replaced',
  'conflict',
  'refused',
  'invalid',
  'too-large',
  'over-quota',
  'recipient-refused',
  'submission-failed',
  'preference-locked',
  'preferences-unavailable',
  'no-such-contact',
  'contacts-forbidden',
  'contacts-unavailable',
  'forbidden-origin',
  'internal',
] as const
export type GatewayFailure = (typeof FAILURES)[number]

/** What a JSON request is told when it fails. `sentence` says what happened and what to do. */
export interface FailureBody {
  readonly failure: GatewayFailure
  readonly sentence: string
  /** Also in the log. */
  readonly requestId: string
}

const BRAND = Symbol.for('postern.gateway-error')

export interface GatewayErrorOptions extends ErrorOptions {
  /** Said to the person, in their language, instead of the failure's fixed sentence: which address, which limit, a server's cleaned words. Never logged. */
  readonly refusal?: Refusal
}

/** A failure with a name; knows nothing of HTTP. `detail` is for the log and for a server's own words, never a secret. */
export class GatewayError extends Error {
  readonly failure: GatewayFailure
  readonly detail: string
  readonly refusal: Refusal | undefined
  readonly [BRAND] = true
  constructor(failure: GatewayFailure, detail = '', options?: GatewayErrorOptions) {
    super(detail === '' ? failure : `${failure}: ${detail}`, options)
    this.name = 'GatewayError'
    this.failure = failure
    this.detail = detail
    this.refusal = options?.refusal
  }
}

/** True for a GatewayError of any copy of this module: the framework compiles entries apart, so `instanceof` fails across them. */
export function isGatewayError(error: unknown): error is GatewayError {
  return typeof error === 'object' && error !== null && BRAND in error
}
