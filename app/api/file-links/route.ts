import { fileLinkChange } from '#lib/api/writing/file-link-shapes.ts'
import { takeBackLink, listFileLinks } from '#lib/gateway/file-links/own-links.ts'
import { json, noContent, seeOther } from '#lib/http/answers.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { accountRoute } from '#lib/http/route.ts'
import { appUrls } from '#lib/http/wiring.ts'
import { writing } from '#lib/http/writing/desk.ts'

/** The person's own; never what opens one. */
export const GET = accountRoute({}, signedIn, async ({ session }) => json(await listFileLinks(await writing(), session)))

/** Takes one back, and its file away. One that has gone is no mistake. */
export const POST = accountRoute({ body: fileLinkChange, formPage: () => appUrls().fileLinks() }, signedIn, async ({ session, body, wants, words }) => {
  const removed = await takeBackLink(await writing(), session, body.id)
  if (wants === 'json') return noContent()
  return seeOther(appUrls().fileLinks(), removed && (await words()).linking.removed({ name: removed.name }))
})
