import { sitePath } from '#lib/api/session-shapes.ts'
import { seeOther } from '#lib/http/answers.ts'
import { publicRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { appUrls, chooseSite, sessionOf } from '#lib/http/wiring.ts'

/** Chooses a site for this browser; whoever is signed in stays on theirs until they sign out. */
export const GET = publicRoute({ params: sitePath }, signedIn, async ({ request, params }) => {
  const cookie = chooseSite(params.path)
  const to = (await sessionOf(request)) ? appUrls().home() : appUrls().signIn()
  return cookie === undefined
    ? new Response('There is no such site here.\n', { status: 404, headers: { 'Content-Type': 'text/plain; charset=utf-8' } })
    : seeOther(to, undefined, { 'Set-Cookie': cookie })
})
