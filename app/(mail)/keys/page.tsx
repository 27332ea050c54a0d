import { Keyring } from '#components/keys/keyring.tsx'
import { PlainPage } from '#components/shell/plain-page.tsx'
import { failedForm } from '#lib/http/failed-forms.ts'
import { preferences } from '#lib/http/preferences/preferences-of.ts'
import { whoseOf } from '#lib/http/seats/accounts-here.ts'
import { keyrings } from '#lib/http/signatures/keyrings.ts'
import { appUrls, config, currentSite, formToken, hasModule, log, requireSession } from '#lib/http/wiring.ts'
import { helpLink } from '#lib/http/wording/help-link.ts'
import { pageFormats, pageWords } from '#lib/http/wording/reader-language.ts'
import { knownZone } from '#lib/i18n/formats.ts'
import { attempt, one, sayingOf, valueOf, type Search } from '../load-mail-screen.ts'
import { NoSuchPage } from '../../no-such-page.tsx'

/** The keys and certificates by which somebody checks signatures. */
export default async function KeysPage({ searchParams }: { searchParams: Promise<Search> }) {
  if (!(await hasModule('signatures'))) return <NoSuchPage />
  const urls = appUrls()
  const session = await requireSession(urls.keys())
  const [words, formats, search] = [await pageWords(), await pageFormats(), await searchParams]
  const { values } = await preferences(session)
  const dates = formats.dates({ zone: values.time_zone || knownZone(undefined), now: new Date().toISOString() })
  const listed = await attempt(async () => (await keyrings(config(), log())).list(session.account))
  return (
    <PlainPage title={words.keys.title} site={(await currentSite(session)).title} whose={await whoseOf(session)} urls={urls} words={words} help={await helpLink('signatures')} saying={await sayingOf(search, 'failure' in listed ? listed.failure : undefined)}>
      <h1>{words.keys.title}</h1>
      <Keyring kept={valueOf(listed) ?? []} typed={failedForm(one(search.failed))?.fields.text?.[0]} dates={dates} urls={urls} token={await formToken(session)} words={words} />
    </PlainPage>
  )
}
