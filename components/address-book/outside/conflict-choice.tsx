import type { ReactNode } from 'react'
import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { Button } from '../../ui/button.tsx'
import { PostForm } from '../../ui/post-form.tsx'
import styles from '../address-book.module.css'
import own from './outside.module.css'

interface ConflictChoiceProps {
  readonly book: string
  readonly contact: string
  /** Which states of both sides are seen here. */
  readonly seen: string
  readonly isWritable: boolean
  readonly here: ReactNode
  /** Undefined where it was deleted there. */
  readonly there: ReactNode | undefined
  readonly urls: Urls
  readonly token: string
  readonly words: PageWords
}

/** A contact that was changed here and on another server: both side by side, and a choice. */
export function ConflictChoice({ book, contact, seen, isWritable, here, there, urls, token, words: { outside } }: ConflictChoiceProps) {
  return (
    <section className={styles.card} aria-label={outside.conflict}>
      <h2>{outside.conflict}</h2>
      <p>{there === undefined ? outside.deletedThere : outside.conflictHint}</p>
      {there !== undefined && (
        <div className={own.sides}>
          <div><h3>{outside.here}</h3>{here}</div>
          <div><h3>{outside.there}</h3>{there}</div>
        </div>
      )}
      {isWritable && (
        <PostForm action={urls.api.outsideBook(book)} className={styles.tools} token={token}>
          <input type="hidden" name="return" value={urls.contact(book, contact)} />
          <input type="hidden" name="intent" value="settle" />
          <input type="hidden" name="contact" value={contact} />
          <input type="hidden" name="seen" value={seen} />
          <Button name="keep" value="here">{outside.keepHere}</Button>{' '}
          <Button name="keep" value="there" {...(there === undefined ? { look: 'danger', icon: 'trash' } : {})}>{there === undefined ? outside.deleteHere : outside.keepThere}</Button>{' '}
          {there !== undefined && <Button name="keep" value="both">{outside.keepBoth}</Button>}
        </PostForm>
      )}
    </section>
  )
}
