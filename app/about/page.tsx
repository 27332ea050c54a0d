import { PhoneLink } from '#components/phone/phone-link.tsx'
import { PlainPage } from '#components/shell/plain-page.tsx'
import { appUrls, currentSession, currentSite } from '#lib/http/wiring.ts'
import { helpLink } from '#lib/http/wording/help-link.ts'
import { pageWords } from '#lib/http/wording/reader-language.ts'
import manifest from '../../package.json' with { type: 'json' }

export default async function AboutPage() {
  const session = await currentSession()
  const words = await pageWords()
  const { title, modules } = await currentSite(session)
  return (
    <PlainPage title={words.about.title} site={title} urls={appUrls()} words={words} help={await helpLink('about')}>
      <h1>{words.about.title}</h1>
      <p>{words.about.what}</p>
      <p><strong>{words.about.version({ version: manifest.version })}</strong></p>
      {session && <p>{words.shell.signedInAs({ user: session.address })}.</p>}
      <p>{words.about.licence}</p>
      {session && modules.phone && <PhoneLink urls={appUrls()} words={words} />}
    </PlainPage>
  )
}
