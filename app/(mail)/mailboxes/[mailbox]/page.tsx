import { PackedMailScreen } from '#components/mail-screen/packed-mail-screen.tsx'
import { readIndexQuery } from '#components/mail-state/place.ts'
import { readMailboxSegment } from '#lib/api/urls.ts'
import { loadMailScreen, type Search } from '../../load-mail-screen.ts'
import { siteNotices } from '../../site-notices.tsx'
import { NoSuchPage } from '../../../no-such-page.tsx'

interface Props {
  readonly params: Promise<{ readonly mailbox: string }>
  readonly searchParams: Promise<Search>
}

export default async function MailboxPage({ params, searchParams }: Props) {
  const mailbox = readMailboxSegment(decodeURIComponent((await params).mailbox))
  if (!mailbox) return <NoSuchPage />
  const search = await searchParams
  const screen = await loadMailScreen({ mailbox, query: readIndexQuery(search), show: {} }, search)
  return <PackedMailScreen packed={JSON.stringify(screen)} notice={await siteNotices()} />
}
