import { nothing } from '#lib/api/mail-shapes.ts'
import { signOut } from '#lib/gateway/sign-out.ts'
import { saveOpenCompositions } from '#lib/gateway/writing/save-open-compositions.ts'
import { noContent, seeOther } from '#lib/http/answers.ts'
import { accountRoute } from '#lib/http/route.ts'
import { writerOf } from '#lib/http/writing/writing-site.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { appUrls, endedSessionCookie, signOutSite } from '#lib/http/wiring.ts'

export const POST = accountRoute({ body: nothing }, signedIn, async ({ session, wants, log, words }) => {
  const beforehand = async (): Promise<void> => saveOpenCompositions(await writerOf(session))
  await signOut({ ...(await signOutSite(log)), beforehand }, session)
  const answer = wants === 'json' ? noContent() : seeOther(appUrls().signIn(), (await words()).signIn.signedOut)
  answer.headers.append('Set-Cookie', endedSessionCookie())
  // Not "cookies": that would sign people out of their neighbours' applications.
  answer.headers.set('Clear-Site-Data', '"cache", "storage"')
  return answer
})
