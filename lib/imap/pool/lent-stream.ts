import { toGatewayError } from '../gateway-failure.ts'

/** What a stream does with the connection it reads from. */
export interface StreamLender {
  /** Closes the connection: half a literal may be on the wire. */
  close(): void
  /** Frees it, or drops it where it was closed. */
  giveBack(): void
}

/** The content as a stream that reads one piece ahead of its reader and keeps the connection until the last octet was read. */
export function lentStream(content: AsyncIterable<Uint8Array>, lender: StreamLender): ReadableStream<Uint8Array> {
  const pieces = content[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await pieces.next()
        if (!done) return controller.enqueue(value)
        lender.giveBack()
        controller.close()
      } catch (error) {
        lender.close()
        lender.giveBack()
        controller.error(toGatewayError(error))
      }
    },
    async cancel() {
      lender.close()
      lender.giveBack()
      // The generator may be waiting for the connection that was just closed; its error is of no interest to anybody.
      await pieces.return?.().catch(() => undefined)
    },
  })
}
