import { redirect } from 'next/navigation'
import { appUrls, config } from '#lib/http/wiring.ts'

interface Props {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>
}

/** The first thing that anybody wants to see is their Inbox, and there what a form that led here has to say. */
export default async function Home({ searchParams }: Props): Promise<never> {
  const { failed, notice } = await searchParams
  const said = Object.entries({ failed, notice }).flatMap(([name, id]) => (typeof id === 'string' ? [[name, id]] : []))
  // The framework puts the base path in front by itself.
  redirect(`${appUrls().mailbox('INBOX').slice(config().http.basePath.length)}${said.length === 0 ? '' : `?${new URLSearchParams(said)}`}`)
}
