import type { ImapFlow } from 'imapflow'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { AccountConnections } from '../account-connections.ts'
import { SpareFetcher } from '../own-connection/spare-fetcher.ts'
import type { StreamLease, StreamLender } from '../pool/lent-stream.ts'
import { requireSameMailbox } from '../same-mailbox.ts'
import { readContent, type ReadingPlace } from './part-content.ts'

/**
 * Octets of a section, as the server tells them, from which on a connection of its own is worth its sign-in: while that goes back and
 * forth, some megabytes come in pieces (with a server next door, 12 MB came as fast either way, 20 MB in two thirds of the time).
 */
const LARGE = 8 * 1024 * 1024
/** Octets that must be left for going over to it. */
const WORTH_CHANGING = 2 * 1024 * 1024

export interface StreamedMessage {
  readonly connections: AccountConnections
  readonly ref: MessageRef
  /** Has the message's mailbox selected. */
  readonly client: ImapFlow
  readonly lease: StreamLease
}

/**
 * Reads sections of one message for a stream, one after the other. The first pieces of a large one come by the lent connection while
 * another is opened within the account's limit, on which the rest comes as one literal; then the lent one is given back. Where there is
 * no other, or it is lost, pieces go on from the octet reached.
 */
export class ContentReader implements StreamLender {
  readonly #message: StreamedMessage
  #hasClient = true
  #isClosed = false
  #spare: SpareFetcher | undefined
  #again: ReadableStreamDefaultReader<Uint8Array> | undefined

  constructor(message: StreamedMessage) {
    this.#message = message
    message.lease.with(this)
  }

  /**
   * The octets of a section as they are stored, at the reader's pace; '' is the whole message, `size` what the server says that it has.
   * Throws GatewayError 'no-such-message' where the message goes meanwhile, 'server-not-imap' where what comes is no answer.
   */
  async *content(section: string, size: number): AsyncGenerator<Uint8Array> {
    const { client, connections, lease, ref } = this.#message
    const place: ReadingPlace = { reached: 0, isEnd: false }
    const request = { uid: ref.uid, section }
    if (this.#hasClient) {
      if (size > LARGE) this.#spare ??= SpareFetcher.begin(connections, ref)
      yield* readContent(client, request, { place, enough: () => this.#spare?.isReady === true && size - place.reached > WORTH_CHANGING })
      if (place.isEnd) return
      this.#hasClient = false
      lease.giveBack()
    }
    if (this.#spare) yield* this.#spare.rest(request, size, place)
    if (!place.isEnd && !this.#isClosed) yield* this.#goOn(section, place)
  }

  close(): void {
    this.#isClosed = true
    this.#spare?.abandon()
    // It may have ended by itself.
    this.#again?.cancel().catch(() => undefined)
  }

  giveBack(): void {
    this.#spare?.close()
  }

  /** Pieces by a connection that is lent anew. */
  async *#goOn(section: string, place: ReadingPlace): AsyncGenerator<Uint8Array> {
    const { connections, ref } = this.#message
    const stream = await connections.stream(ref.mailbox, async (client) => {
      requireSameMailbox(client, ref)
      return readContent(client, { uid: ref.uid, section }, { place })
    })
    if (this.#isClosed) return stream.cancel()
    this.#again = stream.getReader()
    for (;;) {
      const { done, value } = await this.#again.read()
      if (done) return
      yield value
    }
  }
}
