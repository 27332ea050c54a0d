import { AnnouncementForms } from '#components/admin/announcement-forms.tsx'
import { announcementPlaces, personalAlerts } from '#lib/http/admin/announcements.ts'
import { failedForm } from '#lib/http/failed-forms.ts'
import { one, type Search } from '../../load-mail-screen.ts'
import { adminPage } from '../admin-page.tsx'

export default async function AdminAnnouncementsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams
  return adminPage('announcements', search, async ({ administrator, urls, words, token }) => (
    <AnnouncementForms places={await announcementPlaces(administrator, words.admin.everySite)} personal={await personalAlerts(administrator)} typed={failedForm(one(search.failed))?.fields} urls={urls} token={token} words={words} />
  ))
}
