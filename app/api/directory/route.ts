import { suggestionQuery } from '#lib/api/directory-shapes.ts'
import { suggest } from '#lib/gateway/directory/suggest.ts'
import { json } from '#lib/http/answers.ts'
import { directoriesOf } from '#lib/http/directory/site-directories.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { accountRoute } from '#lib/http/route.ts'
import { withModule } from '#lib/http/wiring.ts'
import { directorySentence } from '#lib/http/wording/directory-sentences.ts'
import type { SuggestionAnswer } from '#lib/mail/directory/suggestion.ts'

export const GET = withModule('directory', accountRoute({ query: suggestionQuery }, signedIn, async ({ session, query, log, words }) => {
  const { suggestions, more, failed } = await suggest(directoriesOf(session), session, query.q, log)
  const said = failed.length === 0 ? undefined : await words()
  const answer: SuggestionAnswer = { suggestions, more, failures: said ? failed.map((each) => ({ title: each.title, sentence: directorySentence(said, each) })) : [] }
  return json(answer)
}))
