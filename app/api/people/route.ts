import { bookTitle } from '#components/address-book/book-title.ts'
import { peopleQuery, pickedPeople, PICKS_FORM_LIMIT } from '#lib/api/people-shapes.ts'
import { addPeople } from '#lib/gateway/directory/add-people.ts'
import { addToBook } from '#lib/gateway/people/add-to-book.ts'
import { searchPeople } from '#lib/gateway/people/search-people.ts'
import { writtenPicks } from '#lib/gateway/people/written-picks.ts'
import { json, seeOther } from '#lib/http/answers.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { contactsWhereThereAre, entryReader, peopleSources } from '#lib/http/people/people-sources.ts'
import { accountRoute } from '#lib/http/route.ts'
import { appUrls, withModule } from '#lib/http/wiring.ts'
import { pageFormats } from '#lib/http/wording/reader-language.ts'
import { writerOf } from '#lib/http/writing/writing-site.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'

const ANY = ['contacts', 'directory'] as const

/** Whom all address books and directories know by that text. */
export const GET = withModule(ANY, accountRoute({ query: peopleQuery }, signedIn, async ({ session, query, log, words }) => {
  const said = await words()
  return json(await searchPeople(await peopleSources(session, { log, titleOf: (book) => bookTitle(said, book), compare: (await pageFormats()).compare }), query.q))
}))

/** Puts those who were chosen into a message, or into an address book. */
export const POST = withModule(ANY, accountRoute({ body: pickedPeople, bodyLimit: PICKS_FORM_LIMIT, formPage: () => appUrls().people() }, signedIn, async ({ session, body: { into, pick, composition, book }, wants, returnPath, words, log }) => {
  const contacts = await contactsWhereThereAre(session)
  if (into !== 'book') {
    const id = await addPeople(await writerOf(session), { into, people: await writtenPicks(contacts, pick), composition })
    const location = appUrls().composition(id)
    return wants === 'json' ? json({ id, location }) : seeOther(location)
  }
  if (!contacts) throw new GatewayError('no-such-contact', 'no address books')
  const done = await addToBook(contacts, { picks: pick, book }, entryReader(session, log))
  if (wants === 'json') return json(done)
  const { people } = await words()
  const sentences = [people.added({ count: done.added }), ...(done.known === 0 ? [] : [people.known({ count: done.known })])]
  return seeOther(returnPath ?? appUrls().addressBook(book), sentences.join(' '))
}))
