import { signOutPersonForm } from '#lib/api/admin/admin-shapes.ts'
import { adminRoute } from '#lib/http/admin/administrator.ts'
import { peopleSeenBy, signOutEverywhere } from '#lib/http/admin/people.ts'
import { json, seeOther } from '#lib/http/answers.ts'
import { auditAct } from '#lib/http/request/audit.ts'
import { appUrls } from '#lib/http/wiring.ts'
import { noSuchRoute } from '#lib/http/route.ts'

export const POST = adminRoute({ body: signOutPersonForm, formPage: () => appUrls().admin('people') }, async ({ request, body, wants, words, log, session }, administrator) => {
  // Only among those whom this administrator may see; another site's people are not there for them.
  const person = (await peopleSeenBy(administrator)).find(({ ref }) => ref === body.person)
  if (!person) return wants === 'json' ? noSuchRoute() : seeOther(appUrls().admin('people'), (await words()).admin.personGone)
  const count = await signOutEverywhere(person.account)
  auditAct({ request, log }, session, 'person-signed-out', { person: person.user, ofSite: person.site, sessions: count })
  return wants === 'json' ? json({ ended: count }) : seeOther(appUrls().admin('people'), (await words()).admin.signedOut({ user: person.user, count }))
})
