import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { Card } from '../ui/card.tsx'

/** The way to the passwords for programs, among the settings. */
export function ProgramsLink({ urls, words }: { urls: Urls; words: PageWords }) {
  return (
    <Card>
      <h2><a href={urls.programPasswords()}>{words.programs.title}</a></h2>
      <p>{words.programs.linkHint}</p>
    </Card>
  )
}
