import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import styles from './programs.module.css'

/** The way to the passwords for programs, among the settings. */
export function ProgramsLink({ urls, words }: { urls: Urls; words: PageWords }) {
  return (
    <section className={styles.card}>
      <h2><a href={urls.programPasswords()}>{words.programs.title}</a></h2>
      <p>{words.programs.linkHint}</p>
    </section>
  )
}
