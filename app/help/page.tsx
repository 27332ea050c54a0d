import { PAGES } from './contents.ts'
import { showHelp } from './show-help.tsx'

export default function HelpPage() {
  return showHelp(PAGES[0])
}
