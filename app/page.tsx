import { redirect } from 'next/navigation'
import { appUrls } from '#lib/http/wiring.ts'

/** The first thing that anybody wants to see is their Inbox. */
export default function Home(): never {
  redirect(appUrls().mailbox('INBOX'))
}
