import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { Card } from '../ui/card.tsx'

/** The way to the page that sets up phones, among the settings. */
export function PhoneLink({ urls, words }: { urls: Urls; words: PageWords }) {
  return (
    <Card>
      <h2><a href={urls.phone()}>{words.phone.title}</a></h2>
      <p>{words.phone.linkHint}</p>
    </Card>
  )
}
