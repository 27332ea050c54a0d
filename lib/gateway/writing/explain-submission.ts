import { GatewayError, isGatewayError, type GatewayFailure } from '#lib/mail/gateway-error.ts'

const KEPT = 'Your message is kept.'

/** What a failed submission tells the person, with the server's own words where it had some. */
const SENTENCES: Readonly<Partial<Record<GatewayFailure, (words: string) => string>>> = {
  'server-unreachable': (words) => `The server for outgoing mail cannot be reached (${words}). Nothing was sent. ${KEPT} Try again in a moment.`,
  'certificate-untrusted': () => `The certificate of the server for outgoing mail cannot be trusted, so nothing was sent to it. ${KEPT} Tell its administrator.`,
  'sign-in-refused': (words) => `The server for outgoing mail did not accept your user name and password: ${words}. Nothing was sent. ${KEPT}`,
  'recipient-refused': (words) => `Nothing was sent, because the server refused every recipient: ${words}. ${KEPT} Correct the addresses and send again.`,
  'submission-failed': (words) => `The server did not accept the message: ${words}. Nothing was sent. ${KEPT}`,
  'too-large': (words) => `The message is too large for the server: ${words}. Nothing was sent. ${KEPT} Remove an attachment and send again.`,
}

/** The error with a sentence about sending mail; one that has its own stays as it is. */
export function explainSubmission(error: unknown): unknown {
  if (!isGatewayError(error) || error.sentence !== undefined) return error
  const sentence = SENTENCES[error.failure]?.(error.detail)
  if (sentence === undefined) return error
  // A refused sign-in here is the submission server's word; the person is still signed in to their mail.
  const failure = error.failure === 'sign-in-refused' ? 'submission-failed' : error.failure
  return new GatewayError(failure, error.detail, { cause: error, sentence })
}

/** The connection was lost between the last octet and the server's answer. */
export function uncertainSubmission(words: string): GatewayError {
  return new GatewayError('submission-failed', `uncertain: ${words}`, {
    sentence:
      'The connection was lost while the server was answering, so the message may have been sent. Ask a recipient before you send it again; if it is sent again, it is the same message (one Message-ID) and no second one for those who have it.',
  })
}
