import { once } from 'node:events'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { AccountConnections } from '../account-connections.ts'
import { appendOn, type LargeMessage } from './append-connection.ts'

/** Octets that are kept back: a literal without its last one is no message (RFC 9051 §6.3.12). */
const KEPT_BACK = 2

/** A message that a mailbox has now. */
export interface Appended {
  /** Where; undefined on servers without UIDPLUS. */
  readonly ref: MessageRef | undefined
}

/**
 * A message that is on its way to a mailbox before it is certain that it shall be there: all of it but its last octets. The connection is one of its own and counts
 * in the account's limit from the beginning to the end.
 */
export class HeldAppend {
  readonly #abandoned = new AbortController()
  readonly #released = new AbortController()
  readonly #appended: Promise<MessageRef | undefined>
  #isLetGo = false

  /** Begins at once, while the message is still being made. */
  constructor(connections: AccountConnections, mailbox: string, message: Promise<LargeMessage>) {
    const held = message.then((whole) => ({ ...whole, content: (lost: AbortSignal) => this.#hold(whole, lost) }))
    held.catch(() => undefined) // told where it is waited for
    this.#appended = connections.withSeat((account, signal) => appendOn(account, AbortSignal.any([signal, this.#abandoned.signal]), mailbox, held))
    this.#appended.catch(() => undefined) // told to whoever finishes it
  }

  /** Lets the last octets go. */
  release(): void {
    this.#released.abort()
  }

  /**
   * Lets them go, and waits for the answer. Undefined where it has failed before that: nothing was appended, and it may be done anew. Throws as `appendLargeMessage` does where
   * it failed later.
   */
  async finish(): Promise<Appended | undefined> {
    this.release()
    try {
      return { ref: await this.#appended }
    } catch (error) {
      if (this.#isLetGo) throw error
      return undefined
    }
  }

  /** Cuts the message off where it is: nothing is appended. Of one whose last octets have gone nobody can say that. */
  abandon(): void {
    this.#abandoned.abort()
  }

  async *#hold({ size, content }: LargeMessage, lost: AbortSignal): AsyncGenerator<Uint8Array> {
    let left = size - KEPT_BACK
    const rest: Uint8Array[] = []
    for await (const chunk of content(lost)) {
      if (left > 0) yield chunk.subarray(0, left)
      if (chunk.length > left) rest.push(chunk.subarray(Math.max(0, left)))
      left -= Math.min(left, chunk.length)
    }
    const over = AbortSignal.any([lost, this.#abandoned.signal])
    await either(this.#released.signal, over)
    over.throwIfAborted()
    this.#isLetGo = true
    yield* rest
  }
}

async function either(one: AbortSignal, other: AbortSignal): Promise<void> {
  const any = AbortSignal.any([one, other])
  if (!any.aborted) await once(any, 'abort')
}
