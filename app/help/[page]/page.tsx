import { notFound } from 'next/navigation'
import { findHelpPage } from '../contents.ts'
import { showHelp } from '../show-help.tsx'

export default async function HelpPage({ params }: { params: Promise<{ readonly page: string }> }) {
  const page = findHelpPage((await params).page)
  if (!page) notFound()
  return showHelp(page)
}
