import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import styles from './share.module.css'

/** The way to the page that opens a message in a file, among the settings. */
export function MessageFileLink({ urls, words }: { urls: Urls; words: PageWords }) {
  return (
    <section className={styles.card}>
      <h2><a href={urls.messageFile()}>{words.app.open}</a></h2>
      <p>{words.app.openLinkHint}</p>
    </section>
  )
}
