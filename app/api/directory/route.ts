import { chosenPeople, suggestionQuery } from '#lib/api/directory-shapes.ts'
import { addPeople } from '#lib/gateway/directory/add-people.ts'
import { suggest } from '#lib/gateway/directory/suggest.ts'
import { json, seeOther } from '#lib/http/answers.ts'
import { directoriesOf } from '#lib/http/directory/site-directories.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { accountRoute } from '#lib/http/route.ts'
import { appUrls, withModule } from '#lib/http/wiring.ts'
import { directorySentence } from '#lib/http/wording/directory-sentences.ts'
import { writerOf } from '#lib/http/writing/writing-site.ts'
import type { SuggestionAnswer } from '#lib/mail/directory/suggestion.ts'

export const GET = withModule('directory', accountRoute({ query: suggestionQuery }, signedIn, async ({ session, query, log, words }) => {
  const { suggestions, more, failed } = await suggest(directoriesOf(session), session, query.q, log)
  const said = failed.length === 0 ? undefined : await words()
  const answer: SuggestionAnswer = { suggestions, more, failures: said ? failed.map((each) => ({ title: each.title, sentence: directorySentence(said, each) })) : [] }
  return json(answer)
}))

export const POST = withModule('directory', accountRoute({ body: chosenPeople, formPage: () => appUrls().directory() }, signedIn, async ({ session, body, wants }) => {
  const id = await addPeople(await writerOf(session), body)
  const location = appUrls().composition(id)
  return wants === 'json' ? json({ id, location }) : seeOther(location)
}))
