import { FIRST_PAGE } from './contents.ts'
import { showHelp } from './show-help.tsx'

export default function HelpPage() {
  return showHelp(FIRST_PAGE)
}
