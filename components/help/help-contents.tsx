import type { PageWords } from '#lib/i18n/words.ts'
import styles from './help-contents.module.css'

export interface HelpGroup {
  readonly title: string
  readonly pages: readonly { readonly title: string; readonly lang?: string | undefined; readonly url: string; readonly isCurrent: boolean }[]
}

/** The pages of the help, for people and for administrators. */
export function HelpContents({ groups, words }: { groups: readonly HelpGroup[]; words: PageWords }) {
  return (
    <nav aria-label={words.help.contents} className={styles.contents}>
      {groups.map(({ title, pages }) => (
        <div key={title}>
          <p>{title}</p>
          <ul>
            {pages.map((page) => <li key={page.url}><a href={page.url} lang={page.lang} aria-current={page.isCurrent ? 'page' : undefined}>{page.title}</a></li>)}
          </ul>
        </div>
      ))}
    </nav>
  )
}
