import { indexQuery, messageParams } from '#lib/api/mail-shapes.ts'
import { json } from '#lib/http/answers.ts'
import { preferences } from '#lib/http/preferences/preferences-of.ts'
import { openFor } from '#lib/http/reading/open-for.ts'
import { accountRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { indexOrder } from '#lib/mail/preferences/index-order.ts'

/** Never sets \Seen: this is what a page fetches ahead. */
export const GET = accountRoute({ params: messageParams, query: indexQuery }, signedIn, async ({ session, connections, params, query }) => {
  const { values } = await preferences(session)
  return json(await openFor(session, connections, params, { markSeen: false, order: { ...query, ...indexOrder(query, values) } }))
})
