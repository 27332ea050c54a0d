import { signInForm } from '#lib/api/session-shapes.ts'
import { signIn } from '#lib/gateway/sign-in.ts'
import { json, ownPath, seeOther } from '#lib/http/answers.ts'
import { publicRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { appUrls, sessionCookie, signInSite } from '#lib/http/wiring.ts'

export const POST = publicRoute({ body: signInForm, formPage: () => appUrls().signIn() }, signedIn, async ({ request, body, wants, signal }) => {
  const { user, password, host, port, security, next, public: isPublic } = body
  const server = host ? { host, port: port ?? (security === 'tls' ? 993 : 143), security: security ?? 'starttls' } : undefined
  const { cookie } = await signIn(await signInSite(request, user, server), { credentials: { user, password }, ...(server ? { server } : {}), onPublicComputer: isPublic !== undefined, signal })
  const location = ownPath(next) ?? appUrls().mailbox('INBOX')
  const answer = wants === 'json' ? json({ location }) : seeOther(location)
  answer.headers.append('Set-Cookie', sessionCookie(cookie))
  return answer
})
