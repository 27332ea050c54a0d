import { shareParams } from '#lib/api/writing/writing-shapes.ts'
import { beginFromShare } from '#lib/gateway/sharing/begin-from-share.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { accountRoute } from '#lib/http/route.ts'
import { waitingShares } from '#lib/http/sharing/shares.ts'
import { toBegun } from '#lib/http/sharing/to-begun.ts'
import { writerOf } from '#lib/http/writing/writing-site.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'

/** Makes a message of what was shared before its person had signed in. */
export const POST = accountRoute({ params: shareParams, body: () => undefined }, signedIn, async (call) => {
  const writer = await writerOf(call.session)
  const share = waitingShares().take(call.params.share, signedIn.visitSecret(call.request))
  if (!share) throw new GatewayError('no-such-composition')
  return toBegun(call, await beginFromShare(writer, share))
})
