import { PackedMailScreen } from '#components/mail-screen/packed-mail-screen.tsx'
import { messageRef, readIndexQuery, readMessageShow } from '#components/mail-state/place.ts'
import { readMailboxSegment } from '#lib/api/urls.ts'
import { loadMailScreen, type Search } from '../../../load-mail-screen.ts'
import { siteNotices } from '../../../site-notices.tsx'
import { NoSuchPage } from '../../../../no-such-page.tsx'

interface Props {
  readonly params: Promise<{ readonly mailbox: string; readonly message: string }>
  readonly searchParams: Promise<Search>
}

/** Opening the page opens the message, so it is marked as read; a prefetch is none. */
export default async function MessagePage({ params, searchParams }: Props) {
  const { mailbox: segment, message } = await params
  const mailbox = readMailboxSegment(decodeURIComponent(segment))
  if (!mailbox || !messageRef(mailbox, message)) return <NoSuchPage />
  const search = await searchParams
  const screen = await loadMailScreen({ mailbox, query: readIndexQuery(search), message, show: readMessageShow(search) }, search)
  return <PackedMailScreen packed={JSON.stringify(screen)} notice={await siteNotices()} />
}
