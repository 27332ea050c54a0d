import { TOPICS } from '#lib/mail/preferences/definition.ts'
import type { Search } from '../../load-mail-screen.ts'
import { NoSuchPage } from '../../../no-such-page.tsx'
import { settingsPage } from '../settings-page.tsx'

interface Props {
  readonly params: Promise<{ readonly topic: string }>
  readonly searchParams: Promise<Search>
}

export default async function TopicPage({ params, searchParams }: Props) {
  const { topic } = await params
  const known = TOPICS.find((each) => each === topic)
  return known ? settingsPage(known, await searchParams) : <NoSuchPage />
}
