import { MessagePage } from '#components/shell/message-page.tsx'
import { setPageStatus } from '#lib/http/page-status.ts'
import { appUrls, currentSite } from '#lib/http/wiring.ts'
import { pageWords } from '#lib/http/wording/reader-language.ts'

/** What a page answers whose address names nothing. The framework's own `notFound()` would need scripts to be seen. */
export function NoSuchPage() {
  setPageStatus(404)
  return <NothingHere />
}

/** The words alone: the framework renders its `not-found` beside every page, which must not change that page's status. */
export async function NothingHere() {
  const site = await currentSite()
  const words = await pageWords()
  return (
    <>
      <title>{words.pageTitle({ page: words.failures.notFound, site: site.title })}</title>
      <MessagePage title={words.failures.notFound} hint={words.failures.notFoundHint} link={appUrls().home()} linkText={words.shell.backToMail} />
    </>
  )
}
