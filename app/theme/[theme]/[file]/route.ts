import { themeFile } from '#lib/api/session-shapes.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { publicRoute } from '#lib/http/route.ts'
import { themes } from '#lib/http/themes/themes-of.ts'

/** For ever under this version; without it until it is asked for again. */
const KEPT = 'public, max-age=31536000, immutable'

/** A file of a theme that was found to be safe: its style, written anew, or its logo. */
export const GET = publicRoute({ params: themeFile }, signedIn, async ({ url, params: { theme: name, file } }) => {
  const theme = await themes().find(name)
  const isStyle = file === 'theme.css'
  const content = isStyle ? theme?.wholeCss : (await themes().picture(name, file))?.content
  if (!theme || content === undefined) return new Response('There is no such theme.\n', { status: 404, headers: { 'Content-Type': 'text/plain; charset=utf-8' } })
  const type = isStyle ? 'text/css; charset=utf-8' : file.endsWith('.png') ? 'image/png' : file.endsWith('.webp') ? 'image/webp' : 'image/jpeg'
  // A picture may be asked for under the version of a theme that stands on this one.
  const version = url.searchParams.get('v') ?? ''
  const caching = version === theme.hash || (!isStyle && /^[\w-]{16}$/.test(version)) ? KEPT : 'no-cache'
  return new Response(content as BodyInit, { headers: { 'Content-Type': type, 'X-Content-Type-Options': 'nosniff', 'Cache-Control': caching } })
})
