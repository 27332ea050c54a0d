import { MessageFileForm } from '#components/share/message-file-form.tsx'
import { PlainPage } from '#components/shell/plain-page.tsx'
import { whoseOf } from '#lib/http/seats/accounts-here.ts'
import { appUrls, currentSite, formToken, requireSession } from '#lib/http/wiring.ts'
import { helpLink } from '#lib/http/wording/help-link.ts'
import { pageWords } from '#lib/http/wording/reader-language.ts'
import { sayingOf, type Search } from '../load-mail-screen.ts'

/** Where a message in a file is opened: by hand, or by the device through the installed application. */
export default async function OpenFilePage({ searchParams }: { searchParams: Promise<Search> }) {
  const urls = appUrls()
  const session = await requireSession(urls.messageFile())
  const site = await currentSite(session)
  const words = await pageWords()
  return (
    <PlainPage title={words.app.open} site={site.title} whose={await whoseOf(session)} urls={urls} words={words} help={await helpLink('application')} saying={await sayingOf(await searchParams)}>
      <h1>{words.app.open}</h1>
      <p>{words.app.openHint}</p>
      <MessageFileForm action={urls.api.messageFiles()} token={await formToken(session)} words={{ file: words.app.openFile, submit: words.app.openSubmit }} />
    </PlainPage>
  )
}
