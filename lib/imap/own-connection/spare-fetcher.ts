import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { AccountConnections, ImapAccount } from '../account-connections.ts'
import type { SpareSeat } from '../pool/seat.ts'
import type { ContentRequest, ReadingPlace } from '../reading/part-content.ts'
import type { OwnConnection } from './own-connection.ts'
import { fetchRest, openForFetching } from './section-fetch.ts'

/** A connection for large sections that is there when it is there: nobody waits for it, and nothing fails for want of it. */
export class SpareFetcher {
  readonly #seat: SpareSeat<ImapAccount>
  readonly #abandoned = new AbortController()
  #connection: OwnConnection | undefined

  private constructor(seat: SpareSeat<ImapAccount>) {
    this.#seat = seat
  }

  /** Begins to open one, where the account has room for it at once. */
  static begin(connections: AccountConnections, ref: MessageRef): SpareFetcher | undefined {
    const seat = connections.spareSeat()
    if (!seat) return undefined
    const fetcher = new SpareFetcher(seat)
    void fetcher.#open(ref)
    return fetcher
  }

  get isReady(): boolean {
    return this.#connection !== undefined
  }

  /** What of the section it can read from `place` on, as `fetchRest` does; nothing where it is not ready. */
  async *rest(request: ContentRequest, size: number, place: ReadingPlace): AsyncGenerator<Uint8Array> {
    if (!this.#connection) return
    try {
      yield* fetchRest(this.#connection, request, size, place)
    } finally {
      // Half an answer may be on the wire.
      if (!place.isEnd) this.abandon()
    }
  }

  /** Signs out; one that is still being opened is given up. */
  close(): void {
    if (!this.#connection) return this.abandon()
    this.#connection.close()
    this.#leave()
  }

  /** Closes it at once. */
  abandon(): void {
    this.#abandoned.abort()
    this.#connection?.abandon()
    this.#leave()
  }

  async #open(ref: MessageRef): Promise<void> {
    const signal = AbortSignal.any([this.#seat.signal, this.#abandoned.signal])
    try {
      const connection = await openForFetching(this.#seat.account, signal, ref)
      if (!signal.aborted) this.#connection = connection
      else connection.abandon()
    } catch {
      // Whatever it was, the pieces go on; they tell what is wrong with the server, if anything is.
    } finally {
      if (!this.#connection) this.#seat.release()
    }
  }

  #leave(): void {
    this.#connection = undefined
    this.#seat.release()
  }
}
