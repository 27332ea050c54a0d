import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { Card } from '../ui/card.tsx'

/** The way to the password of the account, among the settings. */
export function PasswordLink({ urls, words }: { urls: Urls; words: PageWords }) {
  return (
    <Card>
      <h2><a href={urls.password()}>{words.password.title}</a></h2>
      <p>{words.password.linkHint}</p>
    </Card>
  )
}
