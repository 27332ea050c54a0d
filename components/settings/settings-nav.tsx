import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { Topic } from '#lib/mail/preferences/definition.ts'
import { Button } from '../ui/button.tsx'
import styles from './settings.module.css'

/** The topics of the settings, and a search over all of them. */
export function SettingsNav({ topics, current, search, urls, words }: { topics: readonly Topic[]; current: Topic | undefined; search: string; urls: Urls; words: PageWords }) {
  return (
    <nav className={styles.nav} aria-label={words.settings.title}>
      <form role="search" method="get" action={urls.settings()} className={styles.search}>
        <label htmlFor="settings-search" className="for-screen-readers">{words.settings.search}</label>{' '}
        <input id="settings-search" type="search" name="q" defaultValue={search} placeholder={words.settings.search} autoComplete="off" />{' '}
        <Button icon="search" iconOnly small look="quiet">{words.settings.searchButton}</Button>
      </form>
      <ul>
        {topics.map((topic) => (
          <li key={topic}><a href={urls.settings(topic)} aria-current={topic === current ? 'page' : undefined}>{words.settings.topics[topic]}</a></li>
        ))}
      </ul>
    </nav>
  )
}
