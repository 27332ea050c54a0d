import { PhoneSetup } from '#components/phone/phone-setup.tsx'
import { PlainPage } from '#components/shell/plain-page.tsx'
import { programPerson } from '#lib/http/phone/program-person.ts'
import { whoseOf } from '#lib/http/seats/accounts-here.ts'
import { appUrls, hasModule, requireSession } from '#lib/http/wiring.ts'
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
  return (
    <PlainPage title={words.phone.title} site={title} whose={await whoseOf(session)} urls={urls} words={words} help={await helpLink('phone')} saying={await sayingOf(await searchParams)}>
      <PhoneSetup address={address} user={session.user} servers={servers} urls={urls} words={words} />
    </PlainPage>
  )
}
