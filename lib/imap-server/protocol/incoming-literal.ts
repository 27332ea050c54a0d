import type { ByteSource } from './byte-source.ts'
import { FatalProtocolError } from './problems.ts'

/**
 * A literal that the client has announced (RFC 3501 §4.3). A synchronizing one is invited ("+ ") at the first
 * read, so every check that can refuse the command has run before the client sends an octet.
 */
export class IncomingLiteral {
  readonly size: number
  readonly #source: ByteSource
  readonly #invite: () => void
  #invited: boolean
  #remaining: number

  constructor(source: ByteSource, announced: { readonly size: number; readonly synchronizing: boolean }, invite: () => void) {
    this.#source = source
    this.#invite = invite
    this.size = announced.size
    this.#remaining = announced.size
    // RFC 7888 §4: a non-synchronizing literal is on its way already.
    this.#invited = !announced.synchronizing
  }

  /** Octets that nobody has read yet. */
  get remaining(): number {
    return this.#remaining
  }

  /** True once the client has been, or needed not to be, invited to send it. */
  get isInvited(): boolean {
    return this.#invited
  }

  /** The octets, as they come; may be called again to go on where the last reader stopped. */
  async *content(): AsyncGenerator<Buffer> {
    if (!this.#invited) {
      this.#invited = true
      this.#invite()
    }
    while (this.#remaining > 0) {
      const chunk = await this.#source.chunk(this.#remaining)
      if (chunk === null) throw new FatalProtocolError('Connection ended inside a literal')
      this.#remaining -= chunk.length
      yield chunk
    }
  }
}
