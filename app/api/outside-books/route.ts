import { newServer } from '#lib/api/address-book/outside-shapes.ts'
import { addServer } from '#lib/gateway/outside-books/outside-servers.ts'
import { viewServers } from '#lib/gateway/outside-books/view-outside.ts'
import { outsideOf } from '#lib/http/address-book/outside.ts'
import { json, seeOther } from '#lib/http/answers.ts'
import { accountRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { appUrls, withModule } from '#lib/http/wiring.ts'

export const GET = withModule('outside_books', accountRoute({}, signedIn, async ({ session }) => {
  const { kit, runs, who } = await outsideOf(session)
  return json(await viewServers(kit, runs, who))
}))

/** Looks for address books on a server, and keeps how to reach it. */
export const POST = withModule('outside_books', accountRoute({ body: newServer, formPage: () => appUrls().outsideServers() }, signedIn, async ({ session, body, wants, signal }) => {
  const { kit, who } = await outsideOf(session)
  const { id, found } = await addServer(kit, who, body, { signal })
  return wants === 'json' ? json({ id, found }, 201) : seeOther(appUrls().outsideServer(id))
}))
