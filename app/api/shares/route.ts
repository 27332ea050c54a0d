import { beginFromShare } from '#lib/gateway/sharing/begin-from-share.ts'
import type { Share } from '#lib/gateway/sharing/waiting-shares.ts'
import { seeOther } from '#lib/http/answers.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { clientOf } from '#lib/http/request/audit.ts'
import { isHandedOver } from '#lib/http/request/same-origin.ts'
import { noSuchRoute, publicRoute } from '#lib/http/route.ts'
import { receiveShare } from '#lib/http/sharing/receive-share.ts'
import { waitingShares } from '#lib/http/sharing/shares.ts'
import { rememberFailure, toBegun } from '#lib/http/sharing/to-begun.ts'
import { appUrls, currentSite, writingSessionOf } from '#lib/http/wiring.ts'
import { writerOf } from '#lib/http/writing/writing-site.ts'
import { writing } from '#lib/http/writing/desk.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'

/**
 * The share target of the installed application: what a device shares becomes a message to write, or waits until somebody has
 * signed in. The device's post carries no token. That is safe: a page elsewhere cannot make a browser say that nobody's page
 * sent it, one that does not say where it comes from is refused, and all that ever comes of it is a message that is shown to its
 * person and not sent.
 */
export const POST = publicRoute({ handedOver: true }, signedIn, async (call) => {
  const { request, checkToken } = call
  if (!isHandedOver(request.headers)) checkToken(undefined)
  const session = await writingSessionOf(request)
  if ((await currentSite(session)).app.display === 'browser') return noSuchRoute()
  const { spool } = await writing()
  const sharer = { visit: signedIn.visitSecret(request), remote: clientOf(request) ?? '' }
  const writer = session && (await writerOf(session))
  const octets = writer ? writer.writing.messageSize : await waitingShares().room(sharer)
  if (octets === 0) throw new GatewayError('server-busy', 'too much is shared')
  const received = await receiveShare(request, spool, octets)
  if (received.failure !== undefined && isEmpty(received.share)) throw received.failure
  if (writer) {
    const begun = await beginFromShare(writer, received.share)
    return toBegun(call, { ...begun, failure: received.failure ?? begun.failure })
  }
  const id = waitingShares().keep(sharer, received.share)
  return seeOther(signedIn.signInPath(appUrls().compose({ shared: id }), received.failure === undefined ? undefined : await rememberFailure(call, received.failure)))
})

const isEmpty = ({ title, text, url, files }: Share): boolean => title + text + url === '' && files.length === 0
