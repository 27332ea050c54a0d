import { entryQuery } from '#lib/api/directory-shapes.ts'
import { partHeaders } from '#lib/http/content/part-headers.ts'
import { entryOctets } from '#lib/http/directory/entry-octets.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { accountRoute } from '#lib/http/route.ts'
import { withModule } from '#lib/http/wiring.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { rasterType } from '#lib/mail/reading/viewable.ts'

/** The photo of somebody, if its octets are a picture's, whatever the directory says they are. */
export const GET = withModule('directory', accountRoute({ query: entryQuery }, signedIn, async ({ session, query, log }) => {
  const octets = await entryOctets(session, query, 'photo', log)
  const mediaType = rasterType(octets)
  if (mediaType === undefined) throw new GatewayError('no-such-part', 'no raster picture')
  return new Response(new Uint8Array(octets), { headers: partHeaders({ disposition: 'inline', mediaType, name: 'photo', size: octets.length }) })
}))
