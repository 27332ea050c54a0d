import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import styles from './help-page.module.css'
import { RESULTS_LIMIT, type SearchResult } from './search-manual.ts'

export interface HelpResultsProps {
  readonly query: string
  readonly results: readonly SearchResult[]
  readonly urls: Urls
  /** Of the reader, BCP 47. */
  readonly language: string
  readonly words: PageWords
}

/** Sections that were found, each with its page and what stands around the words. */
export function HelpResults({ query, results, urls, language, words: { help } }: HelpResultsProps) {
  if (query === '') return <p>{help.askFirst}</p>
  if (results.length === 0) return <><p role="status">{help.nothingFound({ text: query })}</p><p>{help.nothingFoundHint}</p></>
  return (
    <>
      <p role="status">{results.length < RESULTS_LIMIT ? help.found({ count: results.length, text: query }) : help.foundMany({ count: results.length, text: query })}</p>
      <ol className={styles.results}>
        {results.map((result) => (
          <li key={`${result.slug}#${result.anchor}`} lang={result.language === language ? undefined : result.language} dir={result.language === language ? undefined : 'ltr'}>
            <a href={urls.help(`${result.slug}#${result.anchor}`)}>{result.title === result.page ? result.page : `${result.page}: ${result.title}`}</a>
            <p>{result.excerpt.map(({ text, isMarked }, at) => (isMarked ? <mark key={at}>{text}</mark> : text))}</p>
          </li>
        ))}
      </ol>
    </>
  )
}
