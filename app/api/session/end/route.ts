import { signOutForm } from '#lib/api/session-shapes.ts'
import { signOut } from '#lib/gateway/sign-out.ts'
import { saveOpenCompositions } from '#lib/gateway/writing/save-open-compositions.ts'
import { noContent, seeOther } from '#lib/http/answers.ts'
import { accountRoute } from '#lib/http/route.ts'
import { writerOf } from '#lib/http/writing/writing-site.ts'
import { auditAct } from '#lib/http/request/audit.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { seatedIn, seatUrls } from '#lib/http/seats/seated.ts'
import { currentSeat } from '#lib/http/seats/seat-of-request.ts'
import { appUrls, endedSessionCookie, signOutSite } from '#lib/http/wiring.ts'

export const POST = accountRoute({ body: signOutForm }, signedIn, async ({ request, session, body, wants, log, words }) => {
  const others = (await seatedIn(request)).filter(({ seat }) => seat !== currentSeat())
  const isAll = body.accounts === 'all'
  const ending = [{ seat: currentSeat(), session }, ...(isAll ? others : [])]
  for (const each of ending) {
    const { support } = each.session
    const beforehand = async (): Promise<void> => (support === undefined ? saveOpenCompositions(await writerOf(each.session)) : undefined)
    await signOut({ ...(await signOutSite(log)), beforehand }, each.session)
    if (support === undefined) auditAct({ request, log }, each.session, 'sign-out', {})
    else auditAct({ request, log }, { ...each.session, user: support }, 'support-ended', { person: each.session.user })
  }
  const { signIn } = await words()
  const answer = wants === 'json' ? noContent() : isAll ? seeOther(seatUrls(0).signIn(), signIn.signedOutAll) : session.support !== undefined && others[0] ? seeOther(seatUrls(others[0].seat).home()) : seeOther(appUrls().signIn(), signIn.signedOut)
  for (const { seat } of ending) answer.headers.append('Set-Cookie', endedSessionCookie(seat))
  // Not "cookies": that would sign people out of their neighbours' applications. Nor "storage" while another account is signed in here,
  // whose text in the window it would take along: the page itself forgets what belongs to this one.
  answer.headers.set('Clear-Site-Data', others.length === 0 || isAll ? '"cache", "storage"' : '"cache"')
  return answer
})
