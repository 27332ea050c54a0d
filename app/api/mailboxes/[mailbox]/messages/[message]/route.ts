import { messageParams, openingQuery } from '#lib/api/mail-shapes.ts'
import { json } from '#lib/http/answers.ts'
import { preferences } from '#lib/http/preferences/preferences-of.ts'
import { openFor } from '#lib/http/reading/open-for.ts'
import { accountRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { indexOrder } from '#lib/mail/preferences/index-order.ts'

/** Never sets \Seen: this is what a page fetches ahead. A message above the person's `reading.ask_above` is its header alone, until they ask for it with `open=1`. */
export const GET = accountRoute({ params: messageParams, query: openingQuery }, signedIn, async ({ session, connections, params, query: { open, ...query } }) => {
  const { values } = await preferences(session)
  return json(await openFor(session, connections, params, { markSeen: false, asksFirst: !open, order: { ...query, ...indexOrder(query, values) } }))
})
