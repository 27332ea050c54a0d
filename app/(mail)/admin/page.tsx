import { Overview } from '#components/admin/overview.tsx'
import { loadOverview } from '#lib/http/admin/load-overview.ts'
import type { Search } from '../load-mail-screen.ts'
import manifest from '../../../package.json' with { type: 'json' }
import { adminPage } from './admin-page.tsx'

export default async function AdminOverviewPage({ searchParams }: { searchParams: Promise<Search> }) {
  return adminPage('overview', await searchParams, async ({ administrator, urls, words, dates }) => {
    const { isOfAll, sites } = administrator
    return (
      <>
        <p>{isOfAll ? words.admin.scopeAll : words.admin.scopeSome({ sites: sites.map(({ title }) => title).join(', ') })}</p>
        <Overview {...await loadOverview(administrator)} version={manifest.version} urls={urls} dates={dates} words={words} />
      </>
    )
  })
}
