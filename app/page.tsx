import { redirect } from 'next/navigation'
import { urls } from '#lib/api/urls.ts'

/** The first thing that anybody wants to see is their Inbox. */
export default function Home(): never {
  // The framework puts the base path in front by itself.
  redirect(urls('').mailbox('INBOX'))
}
