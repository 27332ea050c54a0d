import { beginFromShare } from '#lib/gateway/sharing/begin-from-share.ts'
import type { Share } from '#lib/gateway/sharing/waiting-shares.ts'
import { seeOther, withQuery } from '#lib/http/answers.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { rememberFailedForm } from '#lib/http/failed-forms.ts'
import { clientOf } from '#lib/http/request/audit.ts'
import { isHandedOver } from '#lib/http/request/same-origin.ts'
import { noSuchRoute, publicRoute } from '#lib/http/route.ts'
import { receiveShare } from '#lib/http/sharing/receive-share.ts'
import { waitingShares } from '#lib/http/sharing/shares.ts'
import { appUrls, currentSite, sessionOf } from '#lib/http/wiring.ts'
import { explainFailure } from '#lib/http/wording/failure-sentences.ts'
import { writerOf } from '#lib/http/writing/writing-site.ts'
import { writing } from '#lib/http/writing/desk.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'

/**
 * The share target of the installed application: what a device shares becomes a message to write, or waits until somebody has
 * signed in. The device's post carries no token. That is safe: a page elsewhere cannot make a browser say that nobody's page
 * sent it, one that does not say where it comes from is refused, and all that ever comes of it is a message that is shown to its
 * person and not sent.
 */
export const POST = publicRoute({ handedOver: true }, signedIn, async ({ request, requestId, words, checkToken }) => {
  if (!isHandedOver(request.headers)) checkToken(undefined)
  const session = await sessionOf(request)
  if ((await currentSite(session)).app.display === 'browser') return noSuchRoute()
  const { spool } = await writing()
  const sharer = { visit: signedIn.visitSecret(request), remote: clientOf(request) ?? '' }
  const writer = session && (await writerOf(session))
  const octets = writer ? writer.writing.messageSize : await waitingShares().room(sharer)
  if (octets === 0) throw new GatewayError('server-busy', 'too much is shared')
  const received = await receiveShare(request, spool, octets)
  if (received.failure !== undefined && isEmpty(received.share)) throw received.failure
  const begun = writer && (await beginFromShare(writer, received.share))
  const failure = received.failure ?? begun?.failure
  const failed = failure === undefined ? undefined : rememberFailedForm({ ...explainFailure(await words(), failure), requestId, fields: {} })
  if (begun) return seeOther(failed === undefined ? appUrls().composition(begun.id) : withQuery(appUrls().composition(begun.id), 'failed', failed))
  const id = waitingShares().keep(sharer, received.share)
  return seeOther(signedIn.signInPath(appUrls().compose({ shared: id }), failed))
})

const isEmpty = ({ title, text, url, files }: Share): boolean => title + text + url === '' && files.length === 0
