import { GatewayError } from '#lib/mail/gateway-error.ts'
import { rasterType } from '#lib/mail/reading/viewable.ts'

/** A picture with the type that its octets really have. */
export interface RasterBody {
  readonly mediaType: string
  readonly content: ReadableStream<Uint8Array>
}

const ENOUGH = 16

/** Looks at the first octets of a stream and passes all of it on when they are a raster picture's. Throws GatewayError 'no-such-part'. */
export async function rasterBody(content: ReadableStream<Uint8Array>): Promise<RasterBody> {
  const reader = content.getReader()
  const seen: Uint8Array[] = []
  let length = 0
  while (length < ENOUGH) {
    const { done, value } = await reader.read()
    if (done) break
    seen.push(value)
    length += value.length
  }
  const mediaType = rasterType(Buffer.concat(seen))
  if (mediaType === undefined) {
    await reader.cancel()
    throw new GatewayError('no-such-part', 'no raster picture')
  }
  return { mediaType, content: continued(seen, reader) }
}

function continued(seen: Uint8Array[], reader: ReadableStreamDefaultReader<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const first = seen.shift()
      if (first) return controller.enqueue(first)
      const { done, value } = await reader.read()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: (reason) => reader.cancel(reason),
  })
}
