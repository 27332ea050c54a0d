import { ThemeList } from '#components/admin/theme-list.tsx'
import { loadThemeReports } from '#lib/http/admin/load-overview.ts'
import type { Search } from '../../load-mail-screen.ts'
import { adminPage } from '../admin-page.tsx'

export default async function AdminThemesPage({ searchParams }: { searchParams: Promise<Search> }) {
  return adminPage('themes', await searchParams, async ({ administrator, urls, words }) => (
    <>
      <p><a href={urls.themeEditor()}>{words.themeEditor.open}</a></p>
      <ThemeList themes={await loadThemeReports(administrator)} words={words} />
    </>
  ))
}
