import { bookTitle } from '#components/address-book/book-title.ts'
import { DirectoryCard } from '#components/directory/directory-card.tsx'
import { PeopleTable } from '#components/directory/people-table.tsx'
import { EntryNotes } from '#components/people/entry-notes.tsx'
import { PlainPage } from '#components/shell/plain-page.tsx'
import { Alert } from '#components/ui/alert.tsx'
import { listedEntry } from '#lib/gateway/directory/listed-entry.ts'
import { readPerson } from '#lib/gateway/directory/read-person.ts'
import { directoryNamed } from '#lib/http/directory/site-directories.ts'
import { readLookUp, settled } from '#lib/http/directory/look-up-query.ts'
import { setPageStatus } from '#lib/http/page-status.ts'
import { entryNotes } from '#lib/http/people/entry-notes.ts'
import { targetBooks } from '#lib/http/people/target-books.ts'
import { whoseOf } from '#lib/http/seats/accounts-here.ts'
import { appUrls, currentSite, formToken, hasModule, log, requireSession } from '#lib/http/wiring.ts'
import { directorySentence } from '#lib/http/wording/directory-sentences.ts'
import { helpLink } from '#lib/http/wording/help-link.ts'
import { pageWords } from '#lib/http/wording/reader-language.ts'
import { failedForm } from '#lib/http/failed-forms.ts'
import { one, sayingOf, type Search } from '../../load-mail-screen.ts'
import { NoSuchPage } from '../../../no-such-page.tsx'

/** All that a directory tells of one entry; of a group, who belongs to it. */
export default async function DirectoryEntryPage({ searchParams }: { searchParams: Promise<Search> }) {
  if (!(await hasModule('directory'))) return <NoSuchPage />
  const search = await searchParams
  const [of = '', entry = ''] = [one(search.of), one(search.entry)]
  const q = one(search.q) ?? ''
  const looked = settled(readLookUp(search))
  const { composition } = looked
  // Whoever came from the search in everything goes back there.
  const before = q === '' ? looked : { q, ...(composition === undefined ? {} : { composition }) }
  const urls = appUrls()
  const pageOf = (dn: string): string => urls.directoryEntry({ ...before, of, entry: dn })
  const session = await requireSession(pageOf(entry))
  const directory = directoryNamed(session, of)
  if (!directory) return <NoSuchPage />
  const { title } = directory.settings
  const words = await pageWords()
  const person = await readPerson(directory, entry, session, log())
  if (!person) setPageStatus(404)
  const rest = { books: await targetBooks(session, (book) => bookTitle(words, book)), composition: composition ?? '', here: pageOf(entry), urls, token: await formToken(session), words }
  const isFound = person !== undefined && 'details' in person
  const typed = failedForm(one(search.failed))?.fields['note']?.[0]
  const notes = isFound ? await entryNotes(session, { directory: of, dn: person.details.entry.dn }) : undefined
  const name = isFound ? person.details.entry.name : words.directory.title
  return (
    <PlainPage title={name} site={(await currentSite(session)).title} whose={await whoseOf(session)} urls={urls} words={words} help={await helpLink('directory')} saying={await sayingOf(search)} isWide>
      <p><a href={q === '' ? urls.directory(before) : urls.people(before)}>{words.directory.back}</a></p>
      {!isFound && <><h1>{name}</h1><Alert kind="warning" hint={person && words.directory.mailGoesOn}>{person ? directorySentence(words, { title, failure: person.failure }) : words.directory.gone}</Alert></>}
      {isFound && <DirectoryCard details={person.details} source={title} written={person.written} manager={person.manager && { name: person.manager.name, page: pageOf(person.manager.dn) }} {...rest} />}
      {isFound && notes && <EntryNotes directory={of} entry={person.details.entry.dn} name={name} note={typed ?? notes.note} contact={notes.contact && { page: urls.contact(notes.contact.book, notes.contact.id), etag: notes.contact.etag }} here={rest.here} urls={urls} token={rest.token} words={words} />}
      {isFound && person.details.entry.kind === 'group' && (
        person.members.length === 0 ? <Alert kind="notice">{words.directory.noMembers}</Alert> : (
          <>
            {person.hasMoreMembers && <Alert kind="notice">{words.directory.membersMore}</Alert>}
            <PeopleTable groups={[{ people: person.members.map(listedEntry) }]} title={words.directory.members} pageOf={({ pick: { place } }) => (place && 'entry' in place ? pageOf(place.entry) : undefined)} {...rest} />
          </>
        )
      )}
    </PlainPage>
  )
}
