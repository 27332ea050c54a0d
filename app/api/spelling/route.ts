import { newSpellingCheck } from '#lib/api/writing/spelling-shapes.ts'
import { json } from '#lib/http/answers.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { accountRoute } from '#lib/http/route.ts'
import { withModule } from '#lib/http/wiring.ts'
import { checkSpelling, rememberLanguages } from '#lib/http/writing/spelling-site.ts'

/** A text of two million characters, each as JSON may write it. */
const BODY_LIMIT = 12 * 1024 * 1024

/** Checks a plain text; nothing of it is kept. */
export const POST = withModule('spelling', accountRoute({ body: newSpellingCheck, bodyLimit: BODY_LIMIT }, signedIn, async ({ session, body: { text, languages } }) => {
  if (languages) await rememberLanguages(session, languages)
  return json(await checkSpelling(session, text, languages))
}))
