import { TemplateList } from '#components/composer/templates/template-list.tsx'
import { PlainPage } from '#components/shell/plain-page.tsx'
import { viewTemplates } from '#lib/gateway/writing/templates/save-template.ts'
import { whoseOf } from '#lib/http/seats/accounts-here.ts'
import { appUrls, connectionsOf, currentSite, formToken, requireSession } from '#lib/http/wiring.ts'
import { helpLink } from '#lib/http/wording/help-link.ts'
import { pageWords } from '#lib/http/wording/reader-language.ts'
import { attempt, sayingOf, valueOf, type Search } from '../load-mail-screen.ts'

/** Messages to begin others with. */
export default async function TemplatesPage({ searchParams }: { readonly searchParams: Promise<Search> }) {
  const urls = appUrls()
  const session = await requireSession(urls.templates())
  const [words, search] = [await pageWords(), await searchParams]
  const listed = await attempt(async () => viewTemplates({ connections: connectionsOf(session) }))
  return (
    <PlainPage title={words.templates.title} site={(await currentSite(session)).title} whose={await whoseOf(session)} urls={urls} words={words} help={await helpLink('compose')} saying={await sayingOf(search, 'failure' in listed ? listed.failure : undefined)}>
      <h1>{words.templates.title}</h1>
      {!('failure' in listed) && <TemplateList held={valueOf(listed)} urls={urls} token={await formToken(session)} words={words} />}
    </PlainPage>
  )
}
