import type { Traced } from '#lib/log/trace/traced.ts'
import type { Credentials, ServerAddress } from '#lib/mail/network/server-address.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import SMTPConnection, { type DSNOption, type SMTPConnectionSendInfo } from 'nodemailer/lib/smtp-connection'
import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { beginsWithHeader, connectIntroduced } from '#lib/network/introduce.ts'
import { actingFor } from './act-for.ts'
import { allowedAddress } from './allowed-address.ts'
import { connectionOptions, SUBMISSION_TIMEOUTS, type SubmissionTimeouts } from './connection-options.ts'
import { holdUntil } from './future-release.ts'
import { passQuickly } from './quick-dots.ts'
import { tracingOptions } from './trace-submission.ts'
import { describeRefused, readableReply, refusedRecipients, submissionFailure, type RefusedRecipient, type SubmissionProblem } from './submission-failure.ts'

/** One message on its way out; the octets are final, with CRLF line ends. */
export interface Submission {
  readonly from: string
  readonly recipients: readonly string[]
  /** Octets of the content, announced with SIZE (RFC 1870). Where it is still being made that is known when it is needed; where nothing comes of it, nothing is sent, and that error is thrown. */
  readonly size: number | Promise<number>
  /** The content holds octets above 127 (RFC 6152). */
  readonly eightBit: boolean
  readonly content: () => AsyncIterable<Uint8Array>
  /** The server sends it on at that moment, in milliseconds since 1970 (RFC 4865). */
  readonly holdUntil?: number
  /** Asks for reports of success, delay and failure (RFC 3461), which will name the message so. */
  readonly reportAs?: string
}

export interface SubmissionOptions {
  readonly timeouts?: SubmissionTimeouts
  /** Called and awaited once the server asks for the content: from then on a lost connection may mean "sent". */
  readonly beforeContent?: () => Promise<void>
  /** Writes the conversation down where somebody asked for that. */
  readonly traced?: Traced
}

/**
 * `accepted`: the server has taken responsibility for the recipients in `accepted` (RFC 5321 §4.2.5), and for nobody else.
 * `uncertain`: the connection was lost after the last octet, so nobody here can know.
 */
export type SubmissionResult =
  | { readonly outcome: 'accepted'; readonly accepted: readonly string[]; readonly refused: readonly RefusedRecipient[]; readonly reply: string }
  | { readonly outcome: 'uncertain'; readonly reply: string }

/** A server that answers no QUIT is left after so many milliseconds. */
const QUIT_TIMEOUT = 2_000

/**
 * Hands a message to a submission server (RFC 6409) and says truthfully what became of it. The content streams with
 * back-pressure. Throws GatewayError when nothing was accepted: `server-unreachable`, `server-not-allowed`, `certificate-untrusted`,
 * `sign-in-refused`, `recipient-refused` (every recipient), `too-large` or `submission-failed`, also where reports were asked for
 * and the server makes none; `refused` where it was to hold the message and does not.
 */
export async function submit(
  server: ServerAddress,
  credentials: Credentials,
  submission: Submission,
  { timeouts = SUBMISSION_TIMEOUTS, beforeContent, traced }: SubmissionOptions = {},
): Promise<SubmissionResult> {
  void Promise.resolve(submission.size).catch(() => undefined) // told when it is needed, if it ever is
  const address = await allowedAddress(server)
  const introduced = beginsWithHeader(server) ? await introducedTo({ ...server, host: address }, timeouts) : undefined
  const conversation = traced?.('smtp')
  const connection = new SMTPConnection({ ...connectionOptions(server, address, timeouts), ...(introduced && { connection: introduced }), ...actingFor(credentials), ...tracingOptions(conversation) })
  passQuickly(connection)
  connection.once('end', () => conversation?.end())
  try {
    await step(connection, (done) => connection.connect((problem) => done(problem ?? null)))
    // With STARTTLS and without, the last answer is the one to EHLO (RFC 3461 §4).
    if (submission.reportAs !== undefined && !/^250[ -]DSN\b/im.test(String(connection.lastServerResponse))) throw noDeliveryReports()
    requireInternational(submission, String(connection.lastServerResponse))
    if (submission.holdUntil !== undefined) holdUntil(connection, String(connection.lastServerResponse), submission.holdUntil)
    // A relay that trusts its network offers no AUTH, or has it for others.
    if (connection.allowsAuth && credentials.proof !== 'none') await step(connection, (done) => connection.login({ user: credentials.user, pass: credentials.password, ...(credentials.actsFor !== undefined && { method: 'PLAIN' }) }, done))
    const result = await send(connection, { ...submission, size: await submission.size }, beforeContent)
    connection.quit()
    setTimeout(() => connection.close(), QUIT_TIMEOUT).unref()
    return result
  } catch (error) {
    connection.close()
    throw error
  }
}

/** RFC 6531 §3.2: a server that does not announce SMTPUTF8 is given no address beyond ASCII; what it would make of one nobody can say. */
function requireInternational({ from, recipients }: Submission, ehlo: string): void {
  const beyond = [from, ...recipients].filter((address) => /[^\0-\x7f]/.test(address))
  if (beyond.length === 0 || /^250[ -]SMTPUTF8\b/im.test(ehlo)) return
  const addresses = describeRefused(beyond.map((address) => ({ address, reply: '' })))
  throw new GatewayError('submission-failed', 'no SMTPUTF8', { refusal: { name: 'addresses-international', with: { addresses } } })
}

function noDeliveryReports(): GatewayError {
  return new GatewayError('submission-failed', 'no DSN', { refusal: { name: 'no-delivery-reports' } })
}

/** What a message is sent by has no one browser: the header says that the connection is our own. */
async function introducedTo(server: ServerAddress, { connect }: SubmissionTimeouts): Promise<Socket> {
  try {
    return await connectIntroduced(server, undefined, connect)
  } catch (error) {
    throw submissionFailure(Object.assign(error as Error, { code: 'ECONNECTION' }), [])
  }
}

/** One step of the conversation; the connection's end while it waits is its failure. */
export async function step(connection: SMTPConnection, start: (done: (problem: Error | null) => void) => void): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const fail = (problem: Error): void => reject(submissionFailure(problem, []))
    // It stays when the step is over: an error nobody listens to would end the process.
    connection.on('error', fail)
    connection.once('end', () => fail(Object.assign(new Error('Connection closed'), { code: 'ECONNECTION' })))
    start((problem) => (problem ? fail(problem) : resolve()))
  })
}

function send(connection: SMTPConnection, submission: Submission & { readonly size: number }, beforeContent?: () => Promise<void>): Promise<SubmissionResult> {
  return new Promise((resolve, reject) => {
    let complete = false
    const content = Readable.from(
      (async function* () {
        await beforeContent?.()
        yield* submission.content()
        complete = true
      })(),
      { objectMode: false },
    )
    const settle = (problem: SubmissionProblem | null, sent?: SMTPConnectionSendInfo): void => {
      if (!problem && sent) return resolve(accepted(sent))
      const failure: SubmissionProblem = problem ?? new Error('No answer')
      // A reply is an answer, a refusal; silence after the final dot is none.
      if (complete && failure.responseCode === undefined) return resolve({ outcome: 'uncertain', reply: readableReply(failure.message) })
      reject(submissionFailure(failure, refusedRecipients(failure)))
    }
    const { from, recipients, size, eightBit, reportAs } = submission
    const dsn = reportAs === undefined ? {} : { dsn: { ret: 'HDRS' as const, envid: reportAs, notify: ['SUCCESS', 'FAILURE', 'DELAY'] as DSNOption[] } }
    connection.send({ from, to: [...recipients], size, use8BitMime: eightBit, ...dsn }, content, settle)
  })
}

function accepted(sent: SMTPConnectionSendInfo): SubmissionResult {
  const refused = refusedRecipients({ rejectedErrors: sent.rejectedErrors })
  return { outcome: 'accepted', accepted: sent.accepted, refused, reply: readableReply(sent.response) }
}
