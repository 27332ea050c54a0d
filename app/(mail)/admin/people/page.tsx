import { PeopleList } from '#components/admin/people-list.tsx'
import { peopleSeenBy } from '#lib/http/admin/people.ts'
import { one, type Search } from '../../load-mail-screen.ts'
import { adminPage } from '../admin-page.tsx'

export default async function AdminPeoplePage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams
  const text = (one(search.q) ?? '').trim().slice(0, 200)
  return adminPage('people', search, async ({ administrator, token: _, ...around }) => {
    const people = (await peopleSeenBy(administrator)).filter(({ user }) => user.toLowerCase().includes(text.toLowerCase()))
    return <PeopleList people={people.map(({ account: __, ...shown }) => shown)} search={text} {...around} />
  })
}
