import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { Book } from '#lib/mail/contacts/book.ts'
import type { ImportCounts, KeptImport } from '#lib/mail/contacts/contact-import.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { PostForm } from '../../ui/post-form.tsx'
import styles from '../address-book.module.css'
import { bookTitle } from '../book-title.ts'

const COUNTED: readonly (keyof ImportCounts)[] = ['added', 'changed', 'same', 'kept', 'failed', 'remarks']

export interface ToldProblem {
  readonly line: number
  readonly problem: keyof PageWords['transfer']['problems']
  readonly excerpt: string
  readonly isFailure: boolean
}

interface ImportReportProps {
  readonly kept: KeptImport
  /** Where the contacts are; undefined where the book is not there any more. */
  readonly book: Book | undefined
  /** Why nothing was imported, in a sentence. */
  readonly failure: string
  readonly problems: readonly ToldProblem[]
  /** All that are listed, on every page. */
  readonly told: number
  readonly page: number
  readonly pages: number
  readonly urls: Urls
  readonly token: string
  readonly words: PageWords
}

/** What has become of an import: how many contacts, and each record that could not be taken over with its line and its reason. */
export function ImportReport(props: ImportReportProps) {
  const { kept, book, failure, problems, urls, token, words } = props
  const { contacts, transfer } = words
  const isDone = kept.state === 'done'
  return (
    <>
      {failure !== '' && <p>{failure}</p>}
      <section className={styles.card}>
        <div role="status">
          {isDone && <ul className={styles.list}>{COUNTED.filter((name) => kept.counts[name] > 0 || name === 'added').map((name) => <li key={name}>{transfer.counts[name]({ count: kept.counts[name] })}</li>)}</ul>}
        </div>
        <div className={styles.tools}>
          {book && <><ButtonLink look="primary" href={urls.addressBook(book.id)}>{contacts.back({ title: bookTitle(words, book) })}</ButtonLink>{' '}</>}
          <ButtonLink href={urls.importContacts(book?.id)}>{transfer.another}</ButtonLink>
        </div>
        {isDone && kept.counts.added + kept.counts.changed > 0 && (
          <PostForm action={urls.api.contactImport(kept.id)} className={styles.act} token={token}>
            <input type="hidden" name="return" value={urls.contactImport(kept.id)} />
            <Button name="intent" value="take-back">{transfer.undo}</Button> <span className={styles.quiet}>{transfer.undoHint}</span>
          </PostForm>
        )}
      </section>
      {problems.length > 0 && <Problems {...props} />}
    </>
  )
}

function Problems({ kept, problems, told, page, pages, urls, words: { contacts, transfer } }: ImportReportProps) {
  return (
    <section className={styles.card}>
      <h2>{transfer.report}</h2>
      {told < kept.counts.failed + kept.counts.remarks && <p className={styles.quiet}>{transfer.firstTold({ count: told })}</p>}
      <table className={styles.problems}>
        <thead><tr><th scope="col">{transfer.line}</th><th scope="col">{transfer.outcome}</th><th scope="col">{transfer.reason}</th><th scope="col">{transfer.excerpt}</th></tr></thead>
        <tbody>
          {problems.map(({ line, problem, excerpt, isFailure }, at) => (
            <tr key={at}><td>{line}</td><td>{isFailure ? transfer.notImported : transfer.imported}</td><td>{transfer.problems[problem]}</td><td><bdi>{excerpt}</bdi></td></tr>
          ))}
        </tbody>
      </table>
      {pages > 1 && (
        <nav className={styles.tools} aria-label={contacts.page({ page, pages })}>
          {page > 1 && <><ButtonLink href={urls.contactImport(kept.id, page - 1)} rel="prev" icon="left">{contacts.earlier}</ButtonLink>{' '}</>}
          <span>{contacts.page({ page, pages })}</span>{' '}
          {page < pages && <ButtonLink href={urls.contactImport(kept.id, page + 1)} rel="next" icon="right">{contacts.later}</ButtonLink>}
        </nav>
      )}
    </section>
  )
}
