import { entryQuery } from '#lib/api/directory-shapes.ts'
import { partHeaders } from '#lib/http/content/part-headers.ts'
import { entryOctets } from '#lib/http/directory/entry-octets.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { accountRoute } from '#lib/http/route.ts'
import { withModule } from '#lib/http/wiring.ts'

/** The certificate of somebody as a file, for programs that encrypt to them. */
export const GET = withModule('directory', accountRoute({ query: entryQuery }, signedIn, async ({ session, query, log }) => {
  const octets = await entryOctets(session, query, 'certificate', log)
  return new Response(new Uint8Array(octets), { headers: partHeaders({ disposition: 'attachment', mediaType: 'application/octet-stream', name: 'certificate.cer', size: octets.length }) })
}))
