import { alertForm } from '#lib/api/admin/admin-shapes.ts'
import { putAwayCookie } from '#lib/http/admin/announcements.ts'
import { ownPath, seeOther } from '#lib/http/answers.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { accountRoute } from '#lib/http/route.ts'
import { appUrls, ourOrigins } from '#lib/http/wiring.ts'

export const POST = accountRoute({ body: alertForm }, signedIn, async ({ body, request, session, wants }) => {
  const cookie = { 'Set-Cookie': putAwayCookie(body.alert, { cookies: request.headers.get('cookie'), isKept: !session.onPublicComputer }) }
  return wants === 'json' ? new Response(null, { status: 204, headers: cookie }) : seeOther(pageBefore(request) ?? appUrls().home(), undefined, cookie)
})

/** The page that the form stood on: the banner is on every page, and does not know which one it is. */
function pageBefore(request: Request): string | undefined {
  const referrer = request.headers.get('referer') ?? ''
  const page = URL.canParse(referrer) ? new URL(referrer) : undefined
  return page && ourOrigins().includes(page.origin) ? ownPath(page.pathname + page.search) : undefined
}
