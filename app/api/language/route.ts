import { languageForm } from '#lib/api/session-shapes.ts'
import { noContent, seeOther } from '#lib/http/answers.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { publicRoute } from '#lib/http/route.ts'
import { chooseLanguage } from '#lib/http/wording/reader-language.ts'
import { appUrls } from '#lib/http/wiring.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'

/** The language of this browser, for a year but on a computer for everybody: until somebody has signed in, and for those who leave it to the browser. */
export const POST = publicRoute({ body: languageForm, formPage: () => appUrls().signIn() }, signedIn, async ({ body, request, wants, returnPath }) => {
  const cookie = chooseLanguage(body.language, request)
  if (cookie === undefined) throw new GatewayError('invalid', 'language')
  const answer = wants === 'json' ? noContent() : seeOther(returnPath ?? appUrls().signIn())
  answer.headers.append('Set-Cookie', cookie)
  return answer
})
