import { PeopleList, ReadMail } from '#components/admin/people-list.tsx'
import { peopleSeenBy } from '#lib/http/admin/people.ts'
import { failedForm } from '#lib/http/failed-forms.ts'
import { one, type Search } from '../../load-mail-screen.ts'
import { adminPage } from '../admin-page.tsx'

export default async function AdminPeoplePage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams
  const text = (one(search.q) ?? '').trim().slice(0, 200)
  return adminPage('people', search, async ({ administrator, token, ...around }) => {
    const people = (await peopleSeenBy(administrator)).filter(({ user }) => user.toLowerCase().includes(text.toLowerCase()))
    return (
      <>
        <PeopleList people={people.map(({ account: _, ...shown }) => shown)} search={text} {...around} />
        <ReadMail typed={failedForm(one(search.failed))?.fields.user?.[0]} token={token} {...around} />
      </>
    )
  })
}
