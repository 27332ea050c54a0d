import { packedFileParams, packedFileQuery } from '#lib/api/mail-shapes.ts'
import { packedDelivery, unpackPart } from '#lib/gateway/parts/unpack-part.ts'
import { partHeaders } from '#lib/http/content/part-headers.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { accountRoute } from '#lib/http/route.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'

/** One of the files that are packed in a winmail.dat, a signature or a text: to be saved, unless somebody wants to look at it and may. */
export const GET = accountRoute({ params: packedFileParams, query: packedFileQuery }, signedIn, async ({ connections, params: { ref, section, file }, query }) => {
  const packed = (await unpackPart(connections, ref, section, query.charset)).files[file]
  if (!packed) throw new GatewayError('no-such-part', 'no such file')
  const { content, ...delivery } = packedDelivery(packed, query.view ? 'inline' : 'attachment')
  return new Response(new Uint8Array(content), { headers: partHeaders({ ...delivery, size: content.length }) })
})
