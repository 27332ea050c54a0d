import { htmlQuery, partParams } from '#lib/api/mail-shapes.ts'
import { messageHtml } from '#lib/gateway/message-html.ts'
import { frameHeaders } from '#lib/http/content/frame-headers.ts'
import { accountRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { contentUrl, tickets } from '#lib/http/wiring.ts'

/** The document of the sandboxed frame. */
export const GET = accountRoute({ params: partParams, query: htmlQuery }, signedIn, async ({ url, session, connections, params, query }) => {
  const base = contentUrl(url)
  const document = await messageHtml(connections, {
    ...params,
    remoteContent: query.images,
    ticketUrl: (content) => base + tickets().issue(session, content),
  })
  return new Response(document, { headers: frameHeaders(base) })
})
