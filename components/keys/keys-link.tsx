import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { Card } from '../ui/card.tsx'

/** The way to the keys and certificates, among the settings. */
export function KeysLink({ urls, words }: { urls: Urls; words: PageWords }) {
  return (
    <Card>
      <h2><a href={urls.keys()}>{words.keys.title}</a></h2>
      <p>{words.keys.linkHint}</p>
    </Card>
  )
}
