import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import styles from './filters.module.css'

/** The way to the filters, among the settings. */
export function FilterLink({ urls, words: { filters } }: { urls: Urls; words: PageWords }) {
  return (
    <section className={styles.card}>
      <h2><a href={urls.filters()}>{filters.title}</a></h2>
      <p>{filters.linkHint}</p>
    </section>
  )
}
