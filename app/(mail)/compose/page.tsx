import { CompositionPage } from '#components/composer/composition-page.tsx'
import { BeginForm } from '#components/composer/begin-form.tsx'
import { appUrls, requireSession } from '#lib/http/wiring.ts'
import { pageWords } from '#lib/http/wording/reader-language.ts'
import { loadSite, one, type Search } from '../load-mail-screen.ts'

const FIELDS = ['to', 'cc', 'bcc', 'subject', 'body'] as const

/** Where a link of the kind mailto leads: shows what it asks for. Only the button begins a message, for a link may come from anywhere. */
export default async function BeginPage({ searchParams }: { readonly searchParams: Promise<Search> }) {
  const search = await searchParams
  const given = Object.fromEntries(FIELDS.map((name) => [name, (one(search[name]) ?? '').slice(0, 20_000)]).filter(([, value]) => value !== ''))
  const session = await requireSession(`${appUrls().compose()}?${new URLSearchParams(given)}`)
  const site = await loadSite(session)
  return (
    <CompositionPage site={site} title={(await pageWords()).compose.begin} mailboxes={[]} saying={undefined}>
      <BeginForm fields={given} />
    </CompositionPage>
  )
}
