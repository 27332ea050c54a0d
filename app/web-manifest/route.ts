import { noSuchRoute, publicRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { currentManifest } from '#lib/http/install/installation.ts'

/** What browsers need to install the site as an application. */
export const GET = publicRoute({}, signedIn, async () => {
  const manifest = await currentManifest()
  return manifest === undefined ? noSuchRoute() : new Response(JSON.stringify(manifest), { headers: { 'Content-Type': 'application/manifest+json; charset=utf-8', 'X-Content-Type-Options': 'nosniff' } })
})
