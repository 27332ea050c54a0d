import { toGatewayError } from '../gateway-failure.ts'

/** What a stream does with the connection it reads from. */
export interface StreamLender {
  /** Closes the connection: half a literal may be on the wire. */
  close(): void
  /** Frees it, or drops it where it was closed. */
  giveBack(): void
}

/** What a stream that is being opened may do with its connection. */
export interface StreamLease {
  /** Gives the connection back before the end: the stream goes on without it. */
  giveBack(): void
  /** Something else that the stream reads from, closed and given back with it. */
  with(other: StreamLender): void
}

/** The lease of a connection, and how the stream ends it. */
export function leaseOf(connection: StreamLender): { readonly lease: StreamLease; readonly lender: StreamLender } {
  const lenders = new Set([connection])
  return {
    lease: {
      giveBack: () => {
        if (lenders.delete(connection)) connection.giveBack()
      },
      with: (other) => void lenders.add(other),
    },
    lender: {
      close: () => lenders.forEach((lender) => lender.close()),
      giveBack: () => lenders.forEach((lender) => lender.giveBack()),
    },
  }
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
