import { ThemeEditor } from '#components/themes/theme-editor.tsx'
import { PlainPage } from '#components/shell/plain-page.tsx'
import { administratorOf } from '#lib/http/admin/administrator.ts'
import { failedForm, rememberedFields } from '#lib/http/failed-forms.ts'
import { beginWith, judged, parents, typedOf } from '#lib/http/themes/editing.ts'
import { whoseOf } from '#lib/http/seats/accounts-here.ts'
import { appUrls, currentSite, formToken, requireSession } from '#lib/http/wiring.ts'
import { helpLink } from '#lib/http/wording/help-link.ts'
import { pageWords } from '#lib/http/wording/reader-language.ts'
import { NoSuchPage } from '../../../no-such-page.tsx'
import { one, sayingOf, type Search } from '../../load-mail-screen.ts'

export default async function ThemeEditorPage({ searchParams }: { searchParams: Promise<Search> }) {
  const urls = appUrls()
  const search = await searchParams
  const from = one(search.from)
  const session = await requireSession(urls.themeEditor(from))
  if (!administratorOf(session)) return <NoSuchPage />
  const words = await pageWords()
  const fields = rememberedFields(one(search.typed)) ?? failedForm(one(search.failed))?.fields
  const typed = fields ? typedOf(fields) : await beginWith(from)
  const { title } = words.themeEditor
  return (
    <PlainPage title={title} site={(await currentSite(session)).title} whose={await whoseOf(session)} urls={urls} words={words} help={await helpLink('theme-editor')} saying={await sayingOf(search)}>
      <h1>{title}</h1>
      <ThemeEditor typed={typed} {...await judged(typed)} themes={await parents()} urls={urls} token={await formToken(session)} words={words} />
    </PlainPage>
  )
}
