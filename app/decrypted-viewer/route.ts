import { DECRYPTED_VIEWER, decryptedViewerHeaders } from '#lib/http/content/decrypted-viewer.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { publicRoute } from '#lib/http/route.ts'
import { currentSite } from '#lib/http/wiring.ts'

/** The document of the frame in which the browser shows what it decrypted. The same for everybody. */
export const GET = publicRoute({}, signedIn, async () => new Response(DECRYPTED_VIEWER, { headers: decryptedViewerHeaders((await currentSite()).security.frameAncestors) }))
