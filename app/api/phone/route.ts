import { personalProfile } from '#lib/gateway/phone/personal-settings.ts'
import { seeOther } from '#lib/http/answers.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { davPrincipal } from '#lib/http/program-passwords/books-address.ts'
import { programPerson } from '#lib/http/phone/program-person.ts'
import { accountRoute } from '#lib/http/route.ts'
import { appUrls, withModule } from '#lib/http/wiring.ts'
import { APPLE_PROFILE_TYPE } from '#lib/mail/phone/apple-profile.ts'

/** The account of whoever is signed in, as an iPhone, iPad or Mac takes it over; where no servers are named, the page that says so. */
export const GET = withModule('phone', accountRoute({}, signedIn, async ({ request, session }) => {
  const { servers, ...person } = await programPerson(session)
  if (servers === undefined) return seeOther(appUrls().phone())
  return new Response(personalProfile(session, servers, { ...person, books: await davPrincipal(session, request.headers) }), { headers: { 'Content-Type': APPLE_PROFILE_TYPE, 'Content-Disposition': 'attachment; filename="mail.mobileconfig"', 'X-Content-Type-Options': 'nosniff' } })
}))
