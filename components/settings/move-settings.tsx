import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { PostForm } from '../ui/post-form.tsx'
import styles from './settings.module.css'

/** Taking what one has set to another site, and back. */
export function MoveSettings({ urls, token, words }: { urls: Urls; token: string; words: PageWords }) {
  return (
    <section className={styles.move}>
      <h2>{words.settings.move}</h2>
      <p>{words.settings.moveHint}</p>
      <p><ButtonLink href={urls.api.preferenceFile()} icon="download" download>{words.settings.export}</ButtonLink></p>
      <PostForm action={urls.api.preferenceFile()} encType="multipart/form-data" token={token}>
        <label>{words.settings.importFile}{' '}<input type="file" name="file" accept="application/json,.json" required /></label>{' '}
        <Button>{words.settings.import}</Button>
      </PostForm>
    </section>
  )
}
