import { shareParams } from '#lib/api/writing-shapes.ts'
import { beginFromShare } from '#lib/gateway/sharing/begin-from-share.ts'
import { seeOther, withQuery } from '#lib/http/answers.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { rememberFailedForm } from '#lib/http/failed-forms.ts'
import { accountRoute } from '#lib/http/route.ts'
import { waitingShares } from '#lib/http/sharing/shares.ts'
import { appUrls } from '#lib/http/wiring.ts'
import { explainFailure } from '#lib/http/wording/failure-sentences.ts'
import { writerOf } from '#lib/http/writing/writing-site.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'

/** Makes a message of what was shared before its person had signed in. */
export const POST = accountRoute({ params: shareParams, body: () => undefined }, signedIn, async ({ request, session, params, requestId, words }) => {
  const writer = await writerOf(session)
  const share = waitingShares().take(params.share, signedIn.visitSecret(request))
  if (!share) throw new GatewayError('no-such-composition')
  const { id, failure } = await beginFromShare(writer, share)
  const page = appUrls().composition(id)
  if (failure === undefined) return seeOther(page)
  return seeOther(withQuery(page, 'failed', rememberFailedForm({ ...explainFailure(await words(), failure), requestId, fields: {} })))
})
