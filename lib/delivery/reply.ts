/** A refusal in SMTP's words: reply code (RFC 5321 §4.2) and a text that begins with an enhanced status code (RFC 3463). */
export class SmtpReply extends Error {
  /** Named as smtp-server reads it. */
  readonly responseCode: number
  /** True when nothing that follows on the connection may be read as a command. */
  readonly hangUp: boolean
  constructor(responseCode: number, text: string, options: ErrorOptions & { readonly hangUp?: boolean } = {}) {
    super(text, options)
    this.name = 'SmtpReply'
    this.responseCode = responseCode
    this.hangUp = options.hangUp ?? false
  }
  /** True for a failure that a later try may cure. */
  get transient(): boolean {
    return this.responseCode < 500
  }
}

export const replies = {
  unknownRecipient: () => new SmtpReply(550, '5.1.1 No such user here'),
  notLocal: () => new SmtpReply(550, '5.7.1 This server does not relay to that domain'),
  notRelayed: () => new SmtpReply(550, '5.7.1 This server has no relay, so it delivers to its own users only'),
  tooLarge: () => new SmtpReply(552, '5.3.4 The message is larger than this server accepts'),
  headerTooLarge: () => new SmtpReply(552, '5.3.4 The header of the message is larger than this server accepts'),
  overQuota: () => new SmtpReply(452, '4.2.2 The mailbox of the recipient is full'),
  noSpace: () => new SmtpReply(452, '4.3.1 The server has no space left'),
  storeFailed: () => new SmtpReply(451, '4.3.0 The message could not be stored, please try again'),
  ambiguousEnd: () => new SmtpReply(554, '5.6.11 The end of the message cannot be told for certain: a bare CR stands in front of it', { hangUp: true }),
  tooManyHops: () => new SmtpReply(554, '5.4.6 The message has passed through too many servers: it seems to go in circles'),
  wrongPassword: () => new SmtpReply(535, '5.7.8 Wrong user name or password'),
  actingNotOffered: () => new SmtpReply(535, '5.7.8 Acting for another account is not offered'),
  tooManyFailures: () => new SmtpReply(454, '4.7.0 Too many wrong passwords have come from your address, please try again later'),
  authenticationFailed: () => new SmtpReply(454, '4.7.0 The password cannot be checked at the moment, please try again'),
  authenticationNeeded: () => new SmtpReply(530, '5.7.0 Please sign in first'),
  tlsNeeded: () => new SmtpReply(530, '5.7.0 Please begin TLS with STARTTLS, then sign in'),
  foreignSender: () => new SmtpReply(553, '5.7.1 That sender address is not yours'),
  foreignAuthor: () => new SmtpReply(553, '5.7.1 The From address of the message belongs to somebody else'),
  unreachableRelay: () => new SmtpReply(451, '4.4.1 The relay cannot be reached, please try again'),
  shuttingDown: () => new SmtpReply(421, '4.3.2 The server is shutting down'),
} as const
