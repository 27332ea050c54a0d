import { downloadQuery, messageParams } from '#lib/api/mail-shapes.ts'
import { partHeaders } from '#lib/http/content/part-headers.ts'
import { accountRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { readSource } from '#lib/imap/operations/read-source.ts'

export const GET = accountRoute({ params: messageParams, query: downloadQuery }, signedIn, async ({ connections, params, query }) => {
  const { content } = await readSource(connections, params)
  const delivery = query.download
    ? ({ disposition: 'attachment', mediaType: 'message/rfc822', name: `message-${params.uid}.eml` } as const)
    : ({ disposition: 'inline', mediaType: 'text/plain', name: `message-${params.uid}.txt` } as const)
  return new Response(content, { headers: partHeaders(delivery) })
})
