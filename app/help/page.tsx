import { FIRST_PAGE } from './contents.ts'
import { showHelp, type HelpQuery } from './show-help.tsx'

export default function HelpPage({ searchParams }: { searchParams: HelpQuery }) {
  return showHelp(FIRST_PAGE, searchParams)
}
