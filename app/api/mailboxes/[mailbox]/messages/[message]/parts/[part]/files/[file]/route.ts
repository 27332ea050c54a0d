import { packedFileParams } from '#lib/api/mail-shapes.ts'
import { unpackPart } from '#lib/gateway/parts/unpack-part.ts'
import { partHeaders } from '#lib/http/content/part-headers.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { accountRoute } from '#lib/http/route.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'

/** One of the files that are packed in a winmail.dat or a signature; only ever saved. */
export const GET = accountRoute({ params: packedFileParams }, signedIn, async ({ connections, params: { ref, section, file } }) => {
  const packed = (await unpackPart(connections, ref, section)).files[file]
  if (!packed) throw new GatewayError('no-such-part', 'no such file')
  return new Response(new Uint8Array(packed.content), { headers: partHeaders({ disposition: 'attachment', mediaType: packed.mediaType, name: packed.name, size: packed.content.length }) })
})
