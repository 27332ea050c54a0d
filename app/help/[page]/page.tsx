import { findHelpPage } from '../contents.ts'
import { showHelp } from '../show-help.tsx'
import { NoSuchPage } from '../../no-such-page.tsx'

export default async function HelpPage({ params }: { params: Promise<{ readonly page: string }> }) {
  const page = findHelpPage((await params).page)
  if (!page) return <NoSuchPage />
  return showHelp(page)
}
