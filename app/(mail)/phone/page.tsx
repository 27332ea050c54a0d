import { PhoneSetup } from '#components/phone/phone-setup.tsx'
import { BooksElsewhere } from '#components/programs/books-elsewhere.tsx'
import { PlainPage } from '#components/shell/plain-page.tsx'
import { davAddress } from '#lib/http/program-passwords/books-address.ts'
import { programPerson } from '#lib/http/phone/program-person.ts'
import { whoseOf } from '#lib/http/seats/accounts-here.ts'
import { appUrls, currentSite, hasModule, requireSession } from '#lib/http/wiring.ts'
import { helpLink } from '#lib/http/wording/help-link.ts'
import { pageWords } from '#lib/http/wording/reader-language.ts'
import { sayingOf, type Search } from '../load-mail-screen.ts'
import { NoSuchPage } from '../../no-such-page.tsx'

export default async function PhonePage({ searchParams }: { searchParams: Promise<Search> }) {
  if (!(await hasModule('phone'))) return <NoSuchPage />
  const urls = appUrls()
  const session = await requireSession(urls.phone())
  const words = await pageWords()
  const { title, address, servers } = await programPerson(session)
  const { modules } = await currentSite(session)
  return (
    <PlainPage title={words.phone.title} site={title} whose={await whoseOf(session)} urls={urls} words={words} help={await helpLink('phone')} saying={await sayingOf(await searchParams)}>
      <PhoneSetup address={address} user={session.user} servers={servers} urls={urls} words={words} />
      {modules.contacts && <BooksElsewhere server={await davAddress()} user={session.user} withPasswords={modules.program_passwords} urls={urls} words={words} />}
    </PlainPage>
  )
}
