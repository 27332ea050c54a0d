import { indexQuery, messageParams } from '#lib/api/mail-shapes.ts'
import { openMessage } from '#lib/gateway/open-message.ts'
import { json } from '#lib/http/answers.ts'
import { accountRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/wiring.ts'

/** Never sets \Seen: this is what a page fetches ahead. */
export const GET = accountRoute({ params: messageParams, query: indexQuery }, signedIn, async ({ connections, params, query }) =>
  json(await openMessage(connections, params, { markSeen: false, order: query })),
)
