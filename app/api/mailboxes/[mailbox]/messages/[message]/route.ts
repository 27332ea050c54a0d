import { indexQuery, messageParams } from '#lib/api/mail-shapes.ts'
import { openMessage } from '#lib/gateway/open-message.ts'
import { withKnownPeople } from '#lib/http/address-book/known-people.ts'
import { json } from '#lib/http/answers.ts'
import { preferences } from '#lib/http/preferences/preferences-of.ts'
import { accountRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { currentSite } from '#lib/http/wiring.ts'
import { indexOrder } from '#lib/mail/preferences/index-order.ts'

/** Never sets \Seen: this is what a page fetches ahead. */
export const GET = accountRoute({ params: messageParams, query: indexQuery }, signedIn, async ({ session, connections, params, query }) => {
  const { values } = await preferences(session)
  return json(await withKnownPeople(session, await openMessage(connections, params, { markSeen: false, trustedHosts: (await currentSite(session)).servers.authenticationHosts, order: { ...query, ...indexOrder(query, values) } })))
})
