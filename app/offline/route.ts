import { publicRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { currentOfflinePage } from '#lib/http/install/installation.ts'

/** What the service worker keeps, and shows where no page can be fetched. */
export const GET = publicRoute({}, signedIn, async () => {
  const { html, policy } = await currentOfflinePage()
  return new Response(html, { headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy, 'X-Content-Type-Options': 'nosniff' } })
})
