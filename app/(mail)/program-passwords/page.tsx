import { BooksElsewhere } from '#components/programs/books-elsewhere.tsx'
import { ProgramPasswords } from '#components/programs/program-passwords.tsx'
import { PlainPage } from '#components/shell/plain-page.tsx'
import { failedForm } from '#lib/http/failed-forms.ts'
import { preferences } from '#lib/http/preferences/preferences-of.ts'
import { davAddress } from '#lib/http/program-passwords/books-address.ts'
import { programPasswords } from '#lib/http/program-passwords/open-passwords.ts'
import { passwordToShow } from '#lib/http/program-passwords/shown-once.ts'
import { whoseOf } from '#lib/http/seats/accounts-here.ts'
import { appUrls, config, currentSite, formToken, hasModule, log, requireSession } from '#lib/http/wiring.ts'
import { helpLink } from '#lib/http/wording/help-link.ts'
import { pageFormats, pageWords } from '#lib/http/wording/reader-language.ts'
import { knownZone } from '#lib/i18n/formats.ts'
import { attempt, one, sayingOf, valueOf, type Search } from '../load-mail-screen.ts'
import { NoSuchPage } from '../../no-such-page.tsx'

export default async function ProgramPasswordsPage({ searchParams }: { searchParams: Promise<Search> }) {
  if (!(await hasModule('program_passwords')) || !(await hasModule('contacts'))) return <NoSuchPage />
  const urls = appUrls()
  const session = await requireSession(urls.programPasswords())
  const [words, formats, search] = [await pageWords(), await pageFormats(), await searchParams]
  const { values } = await preferences(session)
  const dates = formats.dates({ zone: values.time_zone || knownZone(undefined), now: new Date().toISOString() })
  const listed = await attempt(async () => (await programPasswords(config(), log())).list(session.account))
  const passwords = valueOf(listed)
  const password = passwordToShow(session.id, one(search.made))
  const made = passwords?.find(({ id }) => id === one(search.made))
  return (
    <PlainPage title={words.programs.title} site={(await currentSite(session)).title} whose={await whoseOf(session)} urls={urls} words={words} help={await helpLink('programs')} saying={await sayingOf(search, 'failure' in listed ? listed.failure : undefined)}>
      <h1>{words.programs.title}</h1>
      {passwords && <ProgramPasswords passwords={passwords} ready={made && password !== undefined ? { name: made.name, password } : undefined} typed={failedForm(one(search.failed))?.fields} dates={dates} urls={urls} token={await formToken(session)} words={words} />}
      <BooksElsewhere server={await davAddress()} user={session.user} withPasswords={false} urls={urls} words={words} />
    </PlainPage>
  )
}
