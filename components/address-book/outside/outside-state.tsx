import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { CardRow } from '#lib/mail/contacts/book.ts'
import { Alert } from '../../ui/alert.tsx'
import { Button } from '../../ui/button.tsx'
import { PostForm } from '../../ui/post-form.tsx'
import styles from '../address-book.module.css'

/** How it goes with a book that is like one on another server, in words. */
export interface ShownState {
  readonly book: string
  readonly isRunning: boolean
  /** When it last went through; '' for never. */
  readonly last: string
  /** Why the last time it did not, as a sentence. */
  readonly problem: string | undefined
  /** Many contacts are gone there: whether they go here is the person's to say. */
  readonly areManyGone: boolean
  readonly conflicts: readonly CardRow[]
  readonly untold: readonly CardRow[]
  /** By what they are called there. */
  readonly untaken: readonly string[]
}

/** The state of a book, what is to be chosen, and for its owner the buttons. */
export function OutsideState({ state, isOwn, here, urls, token, words }: { state: ShownState; isOwn: boolean; here: string; urls: Urls; token: string; words: PageWords }) {
  const { outside } = words
  const { book, isRunning, last, problem, conflicts, untaken, untold } = state
  return (
    <>
      {isRunning ? <p role="status">{outside.running}</p> : <p>{last === '' ? outside.never : outside.last({ date: last })}</p>}
      {problem !== undefined && !isRunning && <Alert kind="problem">{problem}</Alert>}
      {conflicts.length > 0 && <><p>{outside.conflicts({ count: conflicts.length })}</p><Named rows={conflicts} urls={urls} words={words} /></>}
      {untold.length > 0 && <><p>{outside.untold({ count: untold.length })}</p><Named rows={untold} urls={urls} words={words} /></>}
      {untaken.length > 0 && <><p>{outside.untaken({ count: untaken.length })}</p><p className={styles.quiet}><bdi>{untaken.join(', ')}</bdi></p></>}
      {isOwn && (
        <PostForm action={urls.api.outsideBook(book)} className={styles.tools} token={token}>
          <input type="hidden" name="return" value={here} />
          <Button name="intent" value="synchronise">{outside.now}</Button>{' '}
          {state.areManyGone && <Button name="intent" value="remove-many" look="danger" icon="trash">{outside.removeMany}</Button>}
        </PostForm>
      )}
    </>
  )
}

function Named({ rows, urls, words }: { rows: readonly CardRow[]; urls: Urls; words: PageWords }) {
  return (
    <ul className={styles.list}>
      {rows.map((row) => <li key={row.id}><a href={urls.contact(row.book, row.id)}><bdi>{row.name || words.contacts.other}</bdi></a></li>)}
    </ul>
  )
}
