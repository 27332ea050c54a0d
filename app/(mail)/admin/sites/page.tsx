import { SiteReports } from '#components/admin/site-reports.tsx'
import { loadSites } from '#lib/http/admin/load-sites.ts'
import type { Search } from '../../load-mail-screen.ts'
import { adminPage } from '../admin-page.tsx'

export default async function AdminSitesPage({ searchParams }: { searchParams: Promise<Search> }) {
  return adminPage('sites', await searchParams, async ({ administrator, words }) => <SiteReports sites={loadSites(administrator)} words={words} />)
}
