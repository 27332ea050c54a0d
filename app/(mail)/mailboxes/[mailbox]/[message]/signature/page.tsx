import { SignaturePage } from '#components/keys/signature-page.tsx'
import { PlainPage } from '#components/shell/plain-page.tsx'
import { asRead, readReading } from '#lib/api/reading-urls.ts'
import { preferences } from '#lib/http/preferences/preferences-of.ts'
import { whoseOf } from '#lib/http/seats/accounts-here.ts'
import { loadSignatures } from '#lib/http/signatures/load-signatures.ts'
import { appUrls, connectionsOf, currentSite, formToken, hasModule, requireSession } from '#lib/http/wiring.ts'
import { helpLink } from '#lib/http/wording/help-link.ts'
import { pageFormats, pageWords } from '#lib/http/wording/reader-language.ts'
import { knownZone } from '#lib/i18n/formats.ts'
import { attempt, sayingOf, valueOf, type Search } from '../../../../load-mail-screen.ts'
import { readMessageParams, type MessageSegments } from '../../../../message-params.ts'
import { NoSuchPage } from '../../../../../no-such-page.tsx'

interface Props {
  readonly params: Promise<MessageSegments>
  readonly searchParams: Promise<Search>
}

/** Who has signed a message, and what of it. */
export default async function MessageSignaturePage({ params, searchParams }: Props) {
  const ref = readMessageParams(await params)
  if (!ref || !(await hasModule('signatures'))) return <NoSuchPage />
  const search = await searchParams
  const urls = asRead(appUrls(), readReading(search))
  const session = await requireSession(urls.signature(ref))
  const [words, formats, { values }] = [await pageWords(), await pageFormats(), await preferences(session)]
  const dates = formats.dates({ zone: knownZone(values.time_zone || undefined), now: new Date().toISOString(), hours: values['formats.clock'], day: values['formats.date'] })
  const loaded = await attempt(() => loadSignatures(session, connectionsOf(session), ref, words))
  const found = valueOf(loaded)
  return (
    <PlainPage title={words.signatures.title} site={(await currentSite(session)).title} whose={await whoseOf(session)} urls={urls} words={words} help={await helpLink('signatures')} saying={await sayingOf(search, 'failure' in loaded ? loaded.failure : undefined)}>
      {found
        ? <SignaturePage message={ref} subject={found.subject} signatures={found.signatures} brought={found.brought} dates={dates} urls={urls} token={await formToken(session)} words={words} />
        : <><p><a href={urls.message(ref)}>{words.parts.back}</a></p><h1>{words.signatures.title}</h1></>}
    </PlainPage>
  )
}
