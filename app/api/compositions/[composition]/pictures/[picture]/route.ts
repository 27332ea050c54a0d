import { pictureParams } from '#lib/api/writing/writing-shapes.ts'
import { openComposedPicture } from '#lib/gateway/writing/formatted/composed-picture.ts'
import { partHeaders } from '#lib/http/content/part-headers.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { accountRoute } from '#lib/http/route.ts'
import { writerOf } from '#lib/http/writing/writing-site.ts'

/** A picture that stands in the HTML of what somebody writes, for themselves alone. */
export const GET = accountRoute({ params: pictureParams }, signedIn, async ({ session, params }) => {
  const { mediaType, content } = await openComposedPicture(await writerOf(session), params.composition, params.picture)
  return new Response(content, { headers: partHeaders({ disposition: 'inline', mediaType, name: 'picture' }) })
})
