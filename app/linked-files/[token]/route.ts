import { linkParams } from '#lib/api/writing/file-link-shapes.ts'
import { openLinkedFile, RangeProblem } from '#lib/gateway/file-links/open-linked-file.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { opensLinks } from '#lib/http/file-links/file-links-of.ts'
import { linkedFileHeaders } from '#lib/http/file-links/linked-file-headers.ts'
import { publicRoute } from '#lib/http/route.ts'
import { writing } from '#lib/http/writing/desk.ts'

/** The file that somebody has sent as a link, for whoever has the link: nothing else proves anything here, and there is no list. */
export const GET = publicRoute({ params: linkParams }, signedIn, async ({ request, params }) => {
  const { headers, method } = request
  try {
    const { content, ...file } = await openLinkedFile(await writing(), { ...params, range: headers.get('range'), ifRange: headers.get('if-range'), onlyHeaders: method === 'HEAD', isAllowed: opensLinks })
    return new Response(content ?? null, { status: file.range ? 206 : 200, headers: linkedFileHeaders(file) })
  } catch (error) {
    if (error instanceof RangeProblem) return new Response(null, { status: 416, headers: { 'Content-Range': `bytes */${error.size}` } })
    throw error
  }
})
