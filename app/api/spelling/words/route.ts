import { newOwnWord } from '#lib/api/writing/spelling-shapes.ts'
import { noContent, seeOther } from '#lib/http/answers.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { accountRoute } from '#lib/http/route.ts'
import { appUrls, withModule } from '#lib/http/wiring.ts'
import { rememberWord } from '#lib/http/writing/spelling-site.ts'

/** Adds a word to the person's own dictionary. */
export const POST = withModule('spelling', accountRoute({ body: newOwnWord }, signedIn, async ({ session, body, wants, returnPath }) => {
  await rememberWord(session, body.word)
  return wants === 'json' ? noContent() : seeOther(returnPath ?? appUrls().settings('composing'))
}))
