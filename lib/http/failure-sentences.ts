import { isGatewayError, type GatewayFailure } from '#lib/mail/gateway-error.ts'
import { STATUS } from './failure-status.ts'

/** A failure in words: what happened, and what to do about it. */
export interface FailureExplanation {
  readonly failure: GatewayFailure
  /** The HTTP status that goes with it. */
  readonly status: number
  readonly sentence: string
  readonly hint: string
}

const WORDS: Readonly<Record<GatewayFailure, readonly [sentence: string, hint: string]>> = {
  'not-signed-in': ['You are not signed in, or your session has ended.', 'Sign in again; what you typed is kept and comes back.'],
  'sign-in-refused': ['The mail server did not accept this user name and password.', 'Check both, capital letters too, and try again.'],
  'server-unreachable': ['The mail server cannot be reached.', 'Check the server’s name and port if you typed them, or try again in a minute.'],
  'server-not-imap': ['What answered there is not an IMAP server, or not with this kind of encryption.', 'Check the port, and try the other setting for encryption.'],
  'server-not-allowed': ['This site does not allow connections to that server.', 'Choose another server or port, or ask the administrator to allow it.'],
  'certificate-untrusted': ['The mail server’s certificate cannot be trusted, so nothing was sent to it.', 'Check the server’s name; if it is right, tell its administrator.'],
  'server-busy': ['The mail server is busy and did not answer in time.', 'Try again in a moment.'],
  'no-such-mailbox': ['This mailbox does not exist, or not any more.', 'Choose another one from the list of mailboxes.'],
  'no-such-message': ['This message is not here any more: it was moved or deleted.', 'Go back to the list of messages.'],
  'no-such-part': ['The message has no such part.', 'Open the message again and choose from its list of attachments.'],
  'no-such-composition': ['This draft is not open any more: it was sent, postponed or discarded.', 'Look into Drafts or Sent, or begin a new message.'],
  'mailbox-replaced': ['The server has renewed this mailbox, so the message numbers on your page are out of date.', 'Go back to the list of messages and choose again.'],
  conflict: ['This was changed somewhere else in the meantime.', 'Look at what is there now, then decide again.'],
  refused: ['The mail server refused to do this.', 'You may lack the right to it here; try another mailbox, or ask the administrator.'],
  invalid: ['Something in the form cannot be used as it stands.', 'Correct it and send the form again; what you typed is kept.'],
  'too-large': ['This is larger than what is allowed here.', 'Send less at once, or make it smaller.'],
  'over-quota': ['There is no space left in this account.', 'Delete what you no longer need, empty the trash, and try again.'],
  'recipient-refused': ['The server refused a recipient, so the message was not sent.', 'Check the addresses and send again; your message is kept.'],
  'submission-failed': ['The message could not be handed to the mail server for sending.', 'It is kept; try to send it again in a moment.'],
  'preference-locked': ['The administrator of this site keeps this setting as it is.', 'Ask the administrator if it should be another.'],
  'preferences-unavailable': ['Your settings cannot be read at the moment, so the site’s own are in force.', 'Nothing of yours is lost or overwritten; try again in a moment.'],
  'forbidden-origin': ['This request did not come from one of Postern’s own pages.', 'Open the page again and repeat what you did.'],
  internal: ['Something went wrong in Postern itself.', 'Try again; if it happens again, give the administrator the number shown here.'],
}

/** The words for an error, its own where it has some; what is no GatewayError is a bug of ours, and says so without saying more. */
export function explainFailure(error: unknown): FailureExplanation {
  const failure = isGatewayError(error) ? error.failure : 'internal'
  const [sentence, hint] = WORDS[failure]
  const own = isGatewayError(error) ? error.sentence : undefined
  return { failure, status: STATUS[failure], sentence: own ?? sentence, hint: own === undefined ? hint : '' }
}
