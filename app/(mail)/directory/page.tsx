import { bookTitle } from '#components/address-book/book-title.ts'
import { LookUpForm } from '#components/directory/look-up-form.tsx'
import { LookUpResults } from '#components/directory/look-up-results.tsx'
import { PlainPage } from '#components/shell/plain-page.tsx'
import { listedEntry } from '#lib/gateway/directory/listed-entry.ts'
import { formQuery } from '#lib/gateway/directory/form-query.ts'
import { lookUp } from '#lib/gateway/directory/look-up.ts'
import { directoriesOf } from '#lib/http/directory/site-directories.ts'
import { readLookUp, settled } from '#lib/http/directory/look-up-query.ts'
import { targetBooks } from '#lib/http/people/target-books.ts'
import { whoseOf } from '#lib/http/seats/accounts-here.ts'
import { appUrls, currentSite, formToken, hasModule, log, requireSession } from '#lib/http/wiring.ts'
import { directorySentence } from '#lib/http/wording/directory-sentences.ts'
import { helpLink } from '#lib/http/wording/help-link.ts'
import { pageWords } from '#lib/http/wording/reader-language.ts'
import { DIRECTORY_FIELDS } from '#lib/mail/directory/directory-query.ts'
import { sayingOf, type Search } from '../load-mail-screen.ts'
import { NoSuchPage } from '../../no-such-page.tsx'

/** People are looked up here, for a new message or for one that is being written. */
export default async function DirectoryPage({ searchParams }: { searchParams: Promise<Search> }) {
  if (!(await hasModule('directory'))) return <NoSuchPage />
  const search = await searchParams
  const form = readLookUp(search)
  const urls = appUrls()
  const here = urls.directory(settled(form))
  const session = await requireSession(here)
  const directories = directoriesOf(session)
  if (directories.length === 0) return <NoSuchPage />
  const words = await pageWords()
  const query = formQuery(form)
  const asked = directories.filter(({ settings: { name } }) => form.directory === '' || form.directory === name)
  const answer = query && (await lookUp(asked.length > 0 ? asked : directories, session, query, { log: log(), limit: form.most }))
  const more = answer?.givesMore && form.most < 400 ? urls.directory({ ...settled(form), most: String(form.most * 2) }) : undefined
  const saying = (await sayingOf(search)) ?? (query === undefined && form.look !== undefined ? { kind: 'notice' as const, sentence: words.directory.nothingTyped } : undefined)
  return (
    <PlainPage title={words.directory.title} site={(await currentSite(session)).title} whose={await whoseOf(session)} urls={urls} words={words} help={await helpLink('directory')} saying={saying} isWide>
      <h1>{words.directory.title}</h1>
      <LookUpForm form={form} directories={directories.map(({ settings: { name, title } }) => ({ name, title }))} fields={DIRECTORY_FIELDS.filter((field) => directories.some(({ settings }) => settings.attributes[field].length > 0))} urls={urls} words={words} />
      {answer && (
        <LookUpResults
          people={answer.found.map(listedEntry)} hasMore={answer.hasMore} more={more} failures={answer.failed.map((each) => directorySentence(words, each))}
          pageOf={({ pick: { place } }) => (place && 'entry' in place ? urls.directoryEntry({ ...settled(form), of: place.directory, entry: place.entry }) : undefined)}
          books={await targetBooks(session, (book) => bookTitle(words, book))} composition={form.composition} here={here} urls={urls} token={await formToken(session)} words={words}
        />
      )}
    </PlainPage>
  )
}
