/** What one client may ask of the server. Each number says what it stops. */
export interface ImapLimits {
  /** Connections in all; the next one is told BYE. Each costs memory. */
  readonly connections: number
  /** Connections of one account that has signed in: a client gone wild does not shut out the others. */
  readonly connectionsPerAccount: number
  /** Connections of all who have signed in without a name. */
  readonly anonymousConnections: number
  /** Octets of one command held in memory before sign-in: strangers get little. */
  readonly lineBeforeLogin: number
  /** The same after sign-in: a long UID set of a thorough client fits. */
  readonly lineAfterLogin: number
  /** Milliseconds after which a command that still runs says so, again and again (RFC 9585 §4): some clients give up after 30 seconds. */
  readonly progressInterval: number
  /** Messages that one command works on (RFC 9738 §3); Infinity announces no such limit. */
  readonly messagesPerCommand: number
  /** Messages that COPY and APPEND put into a mailbox at once, where there is no other limit; likewise. */
  readonly savedPerCommand: number
  /** Octets of one message (RFC 7889). */
  readonly messageSize: number
  /** Milliseconds from the greeting to a successful sign-in. */
  readonly loginTimeout: number
  /** Milliseconds of silence after sign-in; at least 30 minutes by RFC 3501 §5.4. */
  readonly idleTimeout: number
  /** Milliseconds that the first failed login waits; each further one on the connection twice as long. */
  readonly loginDelay: number
  /** Failed logins after which the connection ends: guessing costs a new connection. */
  readonly failedLogins: number
  /** Commands answered BAD in a row after which the connection ends: what speaks is no IMAP client. */
  readonly badCommands: number
}

export const DEFAULT_LIMITS: ImapLimits = {
  connections: 5000,
  connectionsPerAccount: 500,
  anonymousConnections: 50,
  lineBeforeLogin: 8 * 1024,
  lineAfterLogin: 64 * 1024,
  progressInterval: 15_000,
  messagesPerCommand: Infinity,
  savedPerCommand: Infinity,
  messageSize: 256 * 1024 * 1024,
  loginTimeout: 60_000,
  idleTimeout: 30 * 60_000,
  loginDelay: 1000,
  failedLogins: 5,
  badCommands: 20,
}
