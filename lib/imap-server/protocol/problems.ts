/**
 * The three ways in which a command may end other than well. Each text is a fixed sentence: what a client
 * sent is never echoed, since a string sent as a literal may hold CRLF and forge a reply.
 */

/** The client's own mistake: answered BAD, and nothing was done (RFC 3501 §7.1.3). */
export class SyntaxProblem extends Error {
  readonly code: string | undefined
  constructor(message: string, code?: string) {
    super(message)
    this.name = 'SyntaxProblem'
    this.code = code
  }
}

/** A request that was understood and not granted: answered NO, with a response code where one fits (RFC 5530). */
export class Refusal extends Error {
  readonly code: string | undefined
  constructor(message: string, code?: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'Refusal'
    this.code = code
  }
}

/** The conversation cannot go on: BYE, and the connection is closed (RFC 3501 §7.1.5). */
export class FatalProtocolError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'FatalProtocolError'
  }
}
