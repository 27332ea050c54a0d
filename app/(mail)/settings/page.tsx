import type { Search } from '../load-mail-screen.ts'
import { settingsPage } from './settings-page.tsx'

export default async function SettingsPage({ searchParams }: { searchParams: Promise<Search> }) {
  return settingsPage(undefined, await searchParams)
}
