import { compositionParams } from '#lib/api/writing/writing-shapes.ts'
import { viewComposition } from '#lib/gateway/writing/view-composition.ts'
import { json } from '#lib/http/answers.ts'
import { accountRoute, publicRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { postToComposition } from '#lib/http/writing/composition-post.ts'
import { writerOf, writingSite } from '#lib/http/writing/writing-site.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'

export const GET = accountRoute({ params: compositionParams }, signedIn, async ({ session, params }) => {
  const view = await viewComposition(await writerOf(session), params.composition)
  if (!view) throw new GatewayError('no-such-composition')
  return json(view)
})

// For everybody, because what was typed must be read before it turns out that the session has ended; `postToComposition` asks who it is.
export const POST = publicRoute({ params: compositionParams }, signedIn, async (call) => postToComposition(writingSite, call))
