import { bookTitle } from '#components/address-book/book-title.ts'
import { PeopleResults, PeopleSearch } from '#components/people/people-search.tsx'
import { PlainPage } from '#components/shell/plain-page.tsx'
import { searchPeople } from '#lib/gateway/people/search-people.ts'
import { peopleSources } from '#lib/http/people/people-sources.ts'
import { readPeopleQuery } from '#lib/http/people/people-query.ts'
import { targetBooks } from '#lib/http/people/target-books.ts'
import { whoseOf } from '#lib/http/seats/accounts-here.ts'
import { appUrls, currentSite, formToken, log, requireSession } from '#lib/http/wiring.ts'
import { directorySentence } from '#lib/http/wording/directory-sentences.ts'
import { helpLink } from '#lib/http/wording/help-link.ts'
import { pageFormats, pageWords } from '#lib/http/wording/reader-language.ts'
import { sayingOf, type Search } from '../load-mail-screen.ts'
import { NoSuchPage } from '../../no-such-page.tsx'

/** One search in all address books and directories, for a new message or for one that is being written. */
export default async function PeoplePage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams
  const { q, composition } = readPeopleQuery(search)
  const urls = appUrls()
  const kept = composition === '' ? undefined : { composition }
  const here = urls.people({ ...(q === '' ? {} : { q }), ...kept })
  const session = await requireSession(here)
  const { modules, title: site } = await currentSite(session)
  if (!modules.contacts && !modules.directory) return <NoSuchPage />
  const [words, formats] = [await pageWords(), await pageFormats()]
  const titleOf = (book: Parameters<typeof bookTitle>[1]): string => bookTitle(words, book)
  const sources = await peopleSources(session, { log: log(), titleOf, compare: formats.compare })
  const found = q === '' ? undefined : await searchPeople(sources, q)
  const more = found && [...(found.moreCards ? [words.contacts.books] : []), ...found.moreEntries]
  return (
    <PlainPage title={words.people.title} site={site} whose={await whoseOf(session)} urls={urls} words={words} help={await helpLink(modules.contacts ? 'people' : 'directory')} saying={await sayingOf(search)} isWide>
      <h1>{words.people.title}</h1>
      <PeopleSearch text={q} composition={composition} byFields={sources.directories.length === 0 ? undefined : urls.directory({ ...(q === '' ? {} : { text: q }), ...kept })} urls={urls} words={words} />
      {found && (
        <PeopleResults
          groups={found.sources.map(({ title: heading, place, people }) => ({ title: heading, people, page: 'book' in place ? urls.addressBook(place.book, { q }) : urls.directory({ directory: place.directory, text: q, ...kept }) }))}
          count={found.count}
          more={more && more.length > 0 ? words.people.more({ sources: more.join(', ') }) : undefined}
          failures={[...(found.isWithoutBooks ? [words.failure['contacts-unavailable'].sentence] : []), ...found.unread.map((title) => words.refusal['book-silent']({ title })), ...found.failed.map((each) => directorySentence(words, each))]}
          pageOf={({ pick: { place } }) => (place === undefined ? undefined : 'entry' in place ? urls.directoryEntry({ q, ...kept, of: place.directory, entry: place.entry }) : urls.contact(place.book, place.card))}
          books={await targetBooks(session, titleOf)} composition={composition} here={here} urls={urls} token={await formToken(session)} words={words}
        />
      )}
    </PlainPage>
  )
}
