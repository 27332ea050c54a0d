import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import styles from './keys.module.css'

/** The way to the keys and certificates, among the settings. */
export function KeysLink({ urls, words }: { urls: Urls; words: PageWords }) {
  return (
    <section className={styles.card}>
      <h2><a href={urls.keys()}>{words.keys.title}</a></h2>
      <p>{words.keys.linkHint}</p>
    </section>
  )
}
