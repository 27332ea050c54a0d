import { EffectiveValues } from '#components/admin/effective-values.tsx'
import { loadEffective } from '#lib/http/admin/load-effective.ts'
import { one, type Search } from '../../load-mail-screen.ts'
import { adminPage } from '../admin-page.tsx'

/** Longer than any name that a server takes. */
const NAME_LIMIT = 320

export default async function AdminPreferencesPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams
  const user = (one(search.user) ?? '').trim().slice(0, NAME_LIMIT)
  return adminPage('preferences', search, async ({ administrator, urls, words }) => {
    const site = administrator.sites.find(({ name }) => name === one(search.site)) ?? administrator.sites[0]
    const report = user === '' || site === undefined ? undefined : await loadEffective(site, user)
    return <EffectiveValues sites={administrator.sites.map(({ name, title }) => ({ name, title }))} user={user} site={site?.name ?? ''} report={report} urls={urls} words={words} />
  })
}
