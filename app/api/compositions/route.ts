import { openedComposition } from '../../(mail)/compose/load-composer.ts'
import { newComposition } from '#lib/api/writing/writing-shapes.ts'
import { startComposition } from '#lib/gateway/writing/begin/start-composition.ts'
import { listOpenCompositions } from '#lib/gateway/writing/view-composition.ts'
import { json, seeOther } from '#lib/http/answers.ts'
import { accountRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { appUrls } from '#lib/http/wiring.ts'
import { writerOf } from '#lib/http/writing/writing-site.ts'

/** Two million characters of text, percent-encoded. */
const BODY_LIMIT = 20 * 1024 * 1024

export const GET = accountRoute({}, signedIn, async ({ session }) => json(await listOpenCompositions(await writerOf(session))))

export const POST = accountRoute({ body: newComposition, bodyLimit: BODY_LIMIT }, signedIn, async ({ session, body, wants }) => {
  const writer = await writerOf(session)
  const { id } = await startComposition(writer, body)
  const location = appUrls().composition(id)
  if (wants !== 'json') return seeOther(location)
  const opened = body.opens ? await openedComposition(session, writer, id) : undefined
  return json({ id, location, ...(opened ? { opened } : {}) }, 201)
})
