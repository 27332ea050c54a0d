import { GatewayError, type GatewayFailure } from '#lib/mail/gateway-error.ts'

/** One recipient that the submission server did not take, with its words. */
export interface RefusedRecipient {
  readonly address: string
  /** One line, at most 300 characters, without control characters. */
  readonly reply: string
}

/** What nodemailer adds to its errors. */
export interface SubmissionProblem extends Error {
  readonly code?: string | undefined
  readonly originalCode?: string | undefined
  readonly response?: string | undefined
  readonly responseCode?: number | undefined
  readonly recipient?: string | undefined
  readonly rejectedErrors?: readonly SubmissionProblem[] | undefined
}

/** Those of a failed submission whom the server has not taken one by one; none for every other failure. */
export function refusedBy(error: GatewayError): readonly RefusedRecipient[] {
  return error.failure === 'recipient-refused' ? refusedRecipients(error.cause as SubmissionProblem) : []
}

export function refusedRecipients({ rejectedErrors }: Pick<SubmissionProblem, 'rejectedErrors'>): readonly RefusedRecipient[] {
  return (rejectedErrors ?? []).map((problem) => ({ address: problem.recipient ?? '', reply: readableReply(problem.response ?? '') }))
}

const REPLY_LENGTH = 300

/** A server's reply made safe to show: one line, no control characters, bounded. */
export function readableReply(reply: string): string {
  const line = reply.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ').replace(/\s+/g, ' ').trim()
  return line.length > REPLY_LENGTH ? `${line.slice(0, REPLY_LENGTH)}…` : line
}

/** `address (reply)` for each, at most ten of them; for people. */
export function describeRefused(refused: readonly RefusedRecipient[]): string {
  const named = refused.slice(0, 10).map(({ address, reply }) => (reply === '' ? address : `${address} (${reply})`))
  const more = refused.length - named.length
  return named.join(', ') + (more > 0 ? ` and ${more} more` : '')
}

/**
 * The failure of a submission of which nothing was accepted. Its detail holds the server's words and no secret:
 * `server-unreachable`, `certificate-untrusted`, `sign-in-refused`, `too-large`, `recipient-refused` or `submission-failed`.
 */
export function submissionFailure(problem: SubmissionProblem, refused: readonly RefusedRecipient[]): GatewayError {
  const failure = nameFailure(problem, refused)
  const detail = failure === 'recipient-refused' ? describeRefused(refused) : describe(problem)
  return new GatewayError(failure, detail, { cause: problem })
}

function describe(problem: SubmissionProblem): string {
  if (problem.response) return readableReply(problem.response)
  // It did not have to be asked: its answer to EHLO said how much it takes (RFC 1870).
  if (isTooLarge(problem)) return readableReply(problem.message)
  return readableReply(problem.originalCode ?? problem.code ?? problem.message)
}

function nameFailure(problem: SubmissionProblem, refused: readonly RefusedRecipient[]): GatewayFailure {
  if (refused.length > 0) return 'recipient-refused'
  if (problem.code === 'EAUTH' || problem.code === 'ENOAUTH') return 'sign-in-refused'
  if (isCertificateProblem(problem)) return 'certificate-untrusted'
  // The server would not begin TLS, and without it nothing is sent.
  if (problem.code === 'ETLS') return 'server-unreachable'
  if (problem.responseCode === 552 || problem.responseCode === 523 || isTooLarge(problem)) return 'too-large'
  if (problem.responseCode !== undefined) return 'submission-failed'
  const unreachable = ['ECONNECTION', 'ESOCKET', 'EDNS', 'ETIMEDOUT', 'ETLS', 'ECONNREFUSED', 'EPROTOCOL']
  return problem.code !== undefined && unreachable.includes(problem.code) ? 'server-unreachable' : 'submission-failed'
}

const isTooLarge = ({ message }: SubmissionProblem): boolean => /larger than allowed/.test(message)

const CERTIFICATE_CODES = /^(CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|ERR_TLS_CERT|HOSTNAME_MISMATCH|INVALID_CA)/

function isCertificateProblem(problem: SubmissionProblem): boolean {
  const codes = [problem.code, problem.originalCode]
  return codes.some((code) => code !== undefined && CERTIFICATE_CODES.test(code)) || /certificate/i.test(problem.message)
}
