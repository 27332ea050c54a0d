import { headers } from 'next/headers'
import { ShareForm } from '#components/share/share-form.tsx'
import { CompositionPage } from '#components/composer/composition-page.tsx'
import { BeginForm } from '#components/composer/begin-form.tsx'
import type { Site } from '#components/mail-screen/site.ts'
import { urls } from '#lib/api/urls.ts'
import { waitingShares } from '#lib/http/sharing/shares.ts'
import { VISIT_HEADER } from '#lib/http/visit.ts'
import { appUrls, requireSession } from '#lib/http/wiring.ts'
import { readMailto } from '#lib/mail/writing/mailto.ts'
import { pageWords } from '#lib/http/wording/reader-language.ts'
import { loadSite, one, type Search } from '../load-mail-screen.ts'

const FIELDS = ['to', 'cc', 'bcc', 'subject', 'body', 'inReplyTo'] as const

/** Where a link of the kind mailto leads, as fields or as the browser hands it over: shows what it asks for. Only the button begins a message, for a link may come from anywhere. */
export default async function BeginPage({ searchParams }: { readonly searchParams: Promise<Search> }) {
  const search = await searchParams
  const shared = one(search.shared)
  const wanted: Readonly<Record<string, string | undefined>> = { ...Object.fromEntries(FIELDS.map((name) => [name, one(search[name])])), ...readMailto(one(search.mailto) ?? '') }
  const given = Object.fromEntries(FIELDS.map((name) => [name, (wanted[name] ?? '').slice(0, 20_000)]).filter(([, value]) => value !== ''))
  const session = await requireSession(appUrls().compose(shared === undefined ? given : { shared }))
  const [site, words] = [await loadSite(session), await pageWords()]
  return (
    <CompositionPage site={site} title={shared === undefined ? words.compose.begin : words.app.shared} mailboxes={[]} saying={undefined}>
      {shared === undefined ? <BeginForm fields={given} /> : <BeginShared id={shared} site={site} />}
    </CompositionPage>
  )
}

/** What was shared before its person had signed in. */
async function BeginShared({ id, site }: { id: string; site: Site }) {
  const { app, compose } = await pageWords()
  const share = waitingShares().find(id, (await headers()).get(VISIT_HEADER) ?? '')
  if (!share) return <p>{app.sharedGone}</p>
  const { base, title, token } = site
  return <ShareForm share={share} action={urls(base).api.share(id)} token={token} words={{ hint: app.sharedHint({ site: title }), files: app.sharedFiles({ count: share.files.length }), begin: compose.begin }} />
}
