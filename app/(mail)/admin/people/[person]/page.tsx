import { SignOutPerson } from '#components/admin/people-list.tsx'
import { setPageStatus } from '#lib/http/page-status.ts'
import { peopleSeenBy } from '#lib/http/admin/people.ts'
import { appUrls } from '#lib/http/wiring.ts'
import type { Search } from '../../../load-mail-screen.ts'
import { adminPage } from '../../admin-page.tsx'

export default async function AdminPersonPage({ params, searchParams }: { params: Promise<{ person: string }>; searchParams: Promise<Search> }) {
  const { person: ref } = await params
  return adminPage('people', await searchParams, async ({ administrator, ...around }) => {
    const person = (await peopleSeenBy(administrator)).find((each) => each.ref === ref)
    if (person) return <SignOutPerson person={person} {...around} />
    setPageStatus(404)
    return <p>{around.words.admin.personGone} <a href={around.urls.admin('people')}>{around.words.admin.sections.people}</a></p>
  }, appUrls().adminPerson(ref))
}
