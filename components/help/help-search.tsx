import type { PageWords } from '#lib/i18n/words.ts'
import { Button } from '../ui/button.tsx'
import styles from './help-page.module.css'
import { QUERY_LIMIT } from './search-manual.ts'

/** Asks the whole manual for some words. */
export function HelpSearch({ action, query, words }: { action: string; query: string; words: PageWords }) {
  return (
    <form role="search" method="get" action={action} className={styles.search} aria-label={words.help.search}>
      <label htmlFor="help-search" className="for-screen-readers">{words.help.search}</label>{' '}
      <input id="help-search" type="search" name="q" defaultValue={query} placeholder={words.help.search} maxLength={QUERY_LIMIT} autoComplete="off" />{' '}
      <Button icon="search" iconOnly small look="quiet">{words.help.searchButton}</Button>
    </form>
  )
}
