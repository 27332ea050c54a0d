import { findHelpPage } from '../contents.ts'
import { showHelp, type HelpQuery } from '../show-help.tsx'
import { NoSuchPage } from '../../no-such-page.tsx'

export default async function HelpPage({ params, searchParams }: { params: Promise<{ readonly page: string }>; searchParams: HelpQuery }) {
  const page = findHelpPage((await params).page)
  if (!page) return <NoSuchPage />
  return showHelp(page, searchParams)
}
