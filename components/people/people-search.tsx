import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { PeopleTable, type PeopleTableProps } from '../directory/people-table.tsx'
import { Alert } from '../ui/alert.tsx'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import styles from '../directory/directory.module.css'

interface PeopleSearchProps {
  readonly text: string
  readonly composition: string
  /** The page that looks up by single fields; undefined where there is no directory. */
  readonly byFields: string | undefined
  readonly urls: Urls
  readonly words: PageWords
}

/** The one box in which anybody is looked for. Accessible names, a contract: search "Search people", in it the field "Name, address or telephone" and the button "Search". */
export function PeopleSearch({ text, composition, byFields, urls, words: { people, directory } }: PeopleSearchProps) {
  return (
    <>
      <p className={styles.about}>{composition === '' ? people.about : <a href={urls.composition(composition)}>{directory.backToMessage}</a>}</p>
      <form role="search" method="get" action={urls.people()} aria-label={people.title} className={styles.card}>
        {composition !== '' && <input type="hidden" name="composition" value={composition} />}
        <div className={styles.box}>
          <TextField label={people.text} name="q" id="q" type="search" defaultValue={text} maxLength={500} autoComplete="off" autoFocus={text === ''} dir="auto" />
          <Button look="primary" icon="search">{people.submit}</Button>
        </div>
        {byFields !== undefined && <p><a href={byFields}>{people.byFields}</a></p>}
      </form>
    </>
  )
}

interface PeopleResultsProps extends Omit<PeopleTableProps, 'title'> {
  readonly count: number
  /** What cannot be searched at the moment, a sentence each. */
  readonly failures: readonly string[]
  /** What says that there are others; undefined where all are shown. */
  readonly more: string | undefined
}

/** Who was found, by where they are from; whether there are others; and what could not be asked. */
export function PeopleResults({ count, failures, more, ...table }: PeopleResultsProps) {
  const { directory, compose, people } = table.words
  return (
    <>
      {failures.map((sentence) => <Alert key={sentence} kind="warning" hint={people.othersAnswer}>{sentence}</Alert>)}
      {count === 0 && failures.length === 0 && <Alert kind="notice" hint={people.nobodyHint}>{directory.nobody}</Alert>}
      {count > 0 && (
        <>
          <p role="status">{compose.found({ count })}</p>
          {more !== undefined && <Alert kind="notice">{more}</Alert>}
          <PeopleTable title={directory.results} {...table} />
        </>
      )}
    </>
  )
}
