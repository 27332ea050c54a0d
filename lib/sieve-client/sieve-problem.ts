import { isGatewayError } from '#lib/mail/gateway-error.ts'

/** What can go wrong with a server of filters (ManageSieve), as a closed union. */
export type SieveProblemKind =
  /** No connection, or none any more. */
  | 'unreachable'
  | 'certificate'
  /** It would not begin TLS where TLS is due. */
  | 'no-tls'
  /** It speaks something else, or more than anybody has to listen to. */
  | 'not-understood'
  /** Its name leads where it may not (threats D4). */
  | 'not-allowed'
  | 'sign-in-refused'
  | 'busy'
  /** Another server should be asked, which is not done: it would get the password. */
  | 'referred'
  | 'no-such-script'
  | 'name-taken'
  /** The active script cannot be deleted (RFC 5804 §2.10). */
  | 'is-active'
  | 'quota'
  /** No name for a script (RFC 5804 §1.6). */
  | 'bad-name'
  /** Any other NO; to PUTSCRIPT and CHECKSCRIPT it means that the script is wrong. */
  | 'refused'

/** A failure with a name. `answer` holds the server's own words, several lines at most and safe to show; they may repeat a script, so they are for people and no log. */
export class SieveProblem extends Error {
  readonly kind: SieveProblemKind
  readonly answer: string
  constructor(kind: SieveProblemKind, answer = '', options?: ErrorOptions) {
    super(kind, options)
    this.name = 'SieveProblem'
    this.kind = kind
    this.answer = answer
  }
}

const ANSWER_LENGTH = 2000

/** A server's words made safe to show: no control, format or direction characters but line ends, bounded. */
export function readableAnswer(words: string): string {
  const lines = words.split(/\r\n|[\r\n]/).map((line) => line.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim())
  const text = lines.join('\n').trim()
  return text.length > ANSWER_LENGTH ? `${text.slice(0, ANSWER_LENGTH)}…` : text
}

const CERTIFICATE = /^(CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|ERR_TLS_CERT|HOSTNAME_MISMATCH|INVALID_CA)/
const TLS = /^(ERR_SSL|EPROTO|ERR_TLS)/

/** The problem that an error of a socket means; what is no such error stays what it is. */
export function toSieveProblem(error: unknown): unknown {
  const { code, name } = error as { readonly code?: unknown; readonly name?: unknown }
  if (error instanceof SieveProblem || name === 'AbortError') return error
  // Of the socket; any other is of whoever was lent the connection.
  if (isGatewayError(error) && error.failure === 'server-not-allowed') return new SieveProblem('not-allowed', '', { cause: error })
  if (isGatewayError(error) && error.failure === 'server-unreachable') return new SieveProblem('unreachable', error.detail, { cause: error })
  if (typeof code !== 'string') return error
  if (CERTIFICATE.test(code)) return new SieveProblem('certificate', '', { cause: error })
  return new SieveProblem(TLS.test(code) ? 'no-tls' : 'unreachable', code, { cause: error })
}
