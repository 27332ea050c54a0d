import { signInForm } from '#lib/api/session-shapes.ts'
import { signIn } from '#lib/gateway/sign-in.ts'
import { finishAccepted } from '#lib/gateway/writing/sending/finish-accepted.ts'
import { json, ownPath, seeOther } from '#lib/http/answers.ts'
import { publicRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { reminders } from '#lib/http/reminders/reminder-site.ts'
import { seatUrls, seatOfSame } from '#lib/http/seats/seated.ts'
import { auditAct, clientOf } from '#lib/http/request/audit.ts'
import { isGatewayError } from '#lib/mail/gateway-error.ts'
import { writerOf } from '#lib/http/writing/writing-site.ts'
import { appUrls, fromClient, sessionCookie, sessions, signInSite } from '#lib/http/wiring.ts'

export const POST = publicRoute({ body: signInForm, formPage: () => appUrls().signIn() }, signedIn, async ({ request, body, wants, signal, log }) => {
  const { user, password, host, port, security, next, public: isPublic } = body
  const server = host ? { host, port: port ?? (security === 'tls' ? 993 : 143), security: security ?? 'starttls' } : undefined
  const site = await signInSite(request, user, server)
  const begun = await signIn(site, { credentials: { user, password }, ...(server ? { server } : {}), onPublicComputer: isPublic !== undefined, ...fromClient(), signal }).catch((error: unknown) => {
    if (isGatewayError(error) && error.failure === 'sign-in-refused') log.audit('sign-in-refused', { site: site.name, remote: clientOf(request) })
    throw error
  })
  auditAct({ request, log }, begun.signedIn, 'sign-in', {})
  // Whoever signs in does not wait for it, and is signed in whatever becomes of it.
  void reminders().then((clock) => clock.signedIn(begun.signedIn)).catch((error: unknown) => log.error('reminders', error))
  void writerOf(begun.signedIn).then(finishAccepted).catch((error: unknown) => log.error('copies for Sent', error))
  const answer = (location: string): Response => (wants === 'json' ? json({ location }) : seeOther(location))
  const elsewhere = await seatOfSame(begun.signedIn, request)
  if (elsewhere !== undefined) {
    // One account, one seat: two would only be taken for each other.
    await (await sessions()).end(begun.signedIn.id)
    return answer(seatUrls(elsewhere).mailbox('INBOX'))
  }
  const done = answer(ownPath(next) ?? appUrls().mailbox('INBOX'))
  done.headers.append('Set-Cookie', sessionCookie(begun.cookie))
  return done
})
