import { GatewayError, isGatewayError, type GatewayFailure } from '#lib/mail/gateway-error.ts'

/** What imapflow puts on its errors, read defensively: whatever a server sent may be in there. */
interface ClientError {
  readonly code?: unknown
  readonly authenticationFailed?: unknown
  readonly tlsFailed?: unknown
  readonly mailboxMissing?: unknown
  readonly responseStatus?: unknown
  readonly responseText?: unknown
  readonly serverResponseCode?: unknown
  readonly response?: unknown
  readonly reason?: unknown
}

const UNTRUSTED = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_REJECTED',
  'CERT_UNTRUSTED',
  'CERT_CHAIN_TOO_LONG',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'HOSTNAME_MISMATCH',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])

/** What was sent was no IMAP, or no TLS where TLS was due. */
const NOT_IMAP = /^(GREETING_TIMEOUT|InvalidResponse|UnexpectedTag|LineTooLarge|LiteralTooLarge|ResponseTooLarge|STARTTLS_INJECTION|ParserError.*|ERR_SSL_.*|EPROTO|ClosedAfterConnect.*)$/

const GONE = new Set(['NoConnection', 'EConnectionClosed', 'StateLogout', 'ETIMEOUT', 'ECONNRESET', 'EPIPE', 'ECONNABORTED'])

/** What cannot stand in an IMAP command: CR, LF, NUL, or a number that is none. */
const UNSENDABLE = new Set(['InvalidStringValue', 'InvalidTokenValue', 'InvalidTextValue', 'InvalidSequenceSet', 'InvalidSearchQuery'])

/** RFC 5530 and RFC 9208 response codes that have a failure of their own. */
const BY_RESPONSE_CODE: Readonly<Record<string, GatewayFailure>> = {
  AUTHENTICATIONFAILED: 'sign-in-refused',
  AUTHORIZATIONFAILED: 'sign-in-refused',
  EXPIRED: 'sign-in-refused',
  UNAVAILABLE: 'server-busy',
  INUSE: 'server-busy',
  LIMIT: 'server-busy',
  NONEXISTENT: 'no-such-mailbox',
  TRYCREATE: 'no-such-mailbox',
  OVERQUOTA: 'over-quota',
  ALREADYEXISTS: 'conflict',
  TOOBIG: 'too-large',
  CANNOT: 'refused',
  NOPERM: 'refused',
}

/** True when the connection is gone, rather than a command refused on it. */
export function isConnectionLost(error: unknown): boolean {
  const { code } = asClientError(error)
  return typeof code === 'string' && GONE.has(code)
}

/** The failure that an error of the IMAP client means; a GatewayError stays what it is. */
export function toGatewayError(error: unknown): unknown {
  if (isGatewayError(error) || isAbort(error)) return error
  const problem = asClientError(error)
  const failure = failureOf(problem)
  return failure === undefined ? error : new GatewayError(failure, detailOf(problem), { cause: error })
}

/** Like `toGatewayError`, for what goes wrong before a server has let us in. */
export function toSignInError(error: unknown): unknown {
  const problem = asClientError(error)
  if (problem.authenticationFailed === true) {
    const code = typeof problem.serverResponseCode === 'string' ? problem.serverResponseCode : ''
    return new GatewayError(BY_RESPONSE_CODE[code] ?? 'sign-in-refused', detailOf(problem), { cause: error })
  }
  // A server that says BYE speaks IMAP: it is full or going down (RFC 9051 §7.1.5).
  if (typeof problem.reason === 'string' && /^(NoConnection|ClosedAfterConnect.*)$/.test(String(problem.code))) return new GatewayError('server-busy', detailOf(problem), { cause: error })
  if (typeof problem.code === 'string' && UNSENDABLE.has(problem.code)) return new GatewayError('sign-in-refused', problem.code)
  return toGatewayError(error)
}

function failureOf(problem: ClientError): GatewayFailure | undefined {
  if (problem.mailboxMissing === true) return 'no-such-mailbox'
  if (problem.tlsFailed === true && typeof problem.code !== 'string') return 'server-not-imap'
  if (problem.responseStatus === 'NO' || problem.responseStatus === 'BAD') return BY_RESPONSE_CODE[responseCode(problem)] ?? 'refused'
  if (typeof problem.code !== 'string') return undefined
  if (UNTRUSTED.has(problem.code)) return 'certificate-untrusted'
  if (NOT_IMAP.test(problem.code)) return 'server-not-imap'
  if (UNSENDABLE.has(problem.code)) return 'invalid'
  if (problem.code === 'ETHROTTLE' || problem.code === 'LockTimeout') return 'server-busy'
  if (GONE.has(problem.code) || /^(E[A-Z]+|CONNECT_TIMEOUT|UPGRADE_TIMEOUT)$/.test(problem.code)) return 'server-unreachable'
  return undefined
}

/** The bracketed code of a tagged response: `NO [OVERQUOTA] ...`. */
function responseCode(problem: ClientError): string {
  if (typeof problem.serverResponseCode === 'string') return problem.serverResponseCode.toUpperCase()
  const response = problem.response as { attributes?: readonly { section?: readonly { value?: unknown }[] }[] } | undefined
  const value = response?.attributes?.[0]?.section?.[0]?.value
  return typeof value === 'string' ? value.toUpperCase() : ''
}

/** A server's own words, one line and short, for the log. */
function detailOf(problem: ClientError): string {
  const words = [problem.responseText, problem.reason, problem.response, problem.code].find((value) => typeof value === 'string' && value !== '')
  return typeof words === 'string' ? words.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').slice(0, 200) : ''
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError')
}

function asClientError(error: unknown): ClientError {
  return typeof error === 'object' && error !== null ? (error as ClientError) : {}
}
