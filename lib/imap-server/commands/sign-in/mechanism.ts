import type { Account } from '#lib/accounts/account-directory.ts'
import type { ArgumentReader } from '../../protocol/argument-reader.ts'
import { SyntaxProblem } from '../../protocol/problems.ts'
import type { ImapSession } from '../../session/imap-session.ts'

/** One way of proving who one is (RFC 4422). */
export interface Mechanism {
  readonly name: string
  /** The RFC that defines it. */
  readonly spec: string
  /** What whoever fails is told. */
  readonly refusal: string
  /** Whether this session may use it, beside its leg being safe enough. */
  isOffered(session: ImapSession): boolean
  /** Talks with the client until it has proved which account is its own; undefined when it has not. */
  prove(exchange: SaslExchange, session: ImapSession): Promise<Account | undefined>
}

export const WRONG_PASSWORD = 'Wrong user name or password'

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** The messages of one AUTHENTICATE, in base64 on the wire (RFC 3501 §6.2.2). */
export class SaslExchange {
  readonly #args: ArgumentReader
  readonly #limit: number
  readonly #initial: string | undefined

  /** `limit`: octets of one line. `initial`: the response that came with the command (RFC 4959 §3), "=" being an empty one. */
  constructor(args: ArgumentReader, limit: number, initial: string | undefined) {
    this.#args = args
    this.#limit = limit
    this.#initial = initial === '=' ? '' : initial
  }

  /** What the client says unasked, or to an empty challenge. */
  async first(): Promise<Buffer> {
    return this.#initial === undefined ? await this.ask('') : decode(this.#initial)
  }

  /** Sends a challenge and answers the response. */
  async ask(challenge: string | Uint8Array): Promise<Buffer> {
    return decode(await this.#args.continuationLine(Buffer.from(challenge).toString('base64'), this.#limit))
  }
}

function decode(response: string): Buffer {
  if (response === '*') throw new SyntaxProblem('Authentication cancelled')
  if (!BASE64.test(response)) throw new SyntaxProblem('Not base64')
  return Buffer.from(response, 'base64')
}
