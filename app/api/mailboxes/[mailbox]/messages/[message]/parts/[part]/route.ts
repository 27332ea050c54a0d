import { downloadQuery, partParams } from '#lib/api/mail-shapes.ts'
import { deliverPart } from '#lib/gateway/deliver-part.ts'
import { partHeaders } from '#lib/http/content/part-headers.ts'
import { accountRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'

export const GET = accountRoute({ params: partParams, query: downloadQuery }, signedIn, async ({ connections, params, query }) => {
  const { content, ...delivery } = await deliverPart(connections, params, query.download ? 'attachment' : 'inline')
  return new Response(content, { headers: partHeaders(delivery) })
})
