import type { CompositionAttachment } from '#lib/mail/composition.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { Readable } from 'node:stream'
import { rasterBody, type RasterBody } from '../../raster-body.ts'
import type { Writer } from '../writing.ts'

/** A picture of a composition's HTML by its Content-ID. Throws GatewayError 'no-such-composition', and 'no-such-part' for what is no raster picture of it. */
export async function openComposedPicture(writer: Writer, id: string, contentId: string): Promise<RasterBody> {
  const { attachments } = await writer.writing.store.get(writer.session.account, id)
  const picture = attachments.find((each) => each.contentId === contentId)
  if (!picture) throw new GatewayError('no-such-part', 'picture')
  return rasterBody(spooledOctets(writer, picture))
}

/** What lies in the spool, as a stream. */
export function spooledOctets({ writing }: Writer, { id }: CompositionAttachment): ReadableStream<Uint8Array> {
  return Readable.toWeb(writing.spool.read(id)) as ReadableStream<Uint8Array>
}
