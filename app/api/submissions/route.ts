import { newSubmission } from '#lib/api/writing/writing-shapes.ts'
import { sendComposition } from '#lib/gateway/writing/sending/send-composition.ts'
import { json, seeOther } from '#lib/http/answers.ts'
import { accountRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { appUrls } from '#lib/http/wiring.ts'
import { writerOf } from '#lib/http/writing/writing-site.ts'

/** Sends a composition as it was saved last; the compose form sends with its own post, which saves first. */
export const POST = accountRoute({ body: newSubmission }, signedIn, async ({ session, body, wants }) => {
  const submitted = await sendComposition(await writerOf(session), body.composition)
  return wants === 'json' ? json(submitted) : seeOther(appUrls().composition(body.composition))
})
