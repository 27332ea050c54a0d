import type { ReactNode } from 'react'
import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { type Book, type CardRow, mayWrite } from '#lib/mail/contacts/book.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { CheckField, SelectField } from '../ui/field.tsx'
import { PostForm } from '../ui/post-form.tsx'
import styles from './address-book.module.css'
import { bookTitle } from './book-title.ts'
import { CardRows } from './card-rows.tsx'
import { ExportForm, FormatField } from './transfer/export-form.tsx'

interface BookContentsProps {
  readonly book: Book
  readonly rows: readonly CardRow[]
  readonly total: number
  readonly page: number
  readonly pages: number
  readonly letters: readonly string[]
  readonly letter: string | undefined
  readonly question: string
  /** Where the chosen ones may go. */
  readonly targets: readonly Book[]
  readonly groups: readonly CardRow[]
  /** How it goes with the book on another server that it is like. */
  readonly outside: ReactNode
  readonly urls: Urls
  readonly token: string
  readonly words: PageWords
}

/** A page of a book: its letters, its contacts, and what can be done with those that are chosen. */
export function BookContents(props: BookContentsProps) {
  const { book, rows, total, letters, letter, question, urls, words } = props
  const { contacts } = words
  const title = bookTitle(words, book)
  const isEmpty = total === 0 && question === '' && letter === undefined
  return (
    <>
      <h1>{title}</h1>
      <div className={styles.tools}>
        {mayWrite(book) && book.kind !== 'collected' && (
          <>
            <ButtonLink look="primary" icon="person" href={urls.newContact(book.id)}>{contacts.newContact}</ButtonLink>{' '}
            <ButtonLink href={urls.newContact(book.id, 'group')}>{contacts.newGroup}</ButtonLink>{' '}
            <ButtonLink href={urls.importContacts(book.id)}>{words.transfer.import}</ButtonLink>{' '}
            {total > 1 && <><ButtonLink href={urls.duplicates(book.id)}>{words.transfer.duplicates}</ButtonLink>{' '}</>}
          </>
        )}
        {book.right === 'manage' && book.kind !== 'collected' && <ButtonLink href={urls.addressBookSettings(book.id)} icon="settings">{contacts.settings}</ButtonLink>}
      </div>
      {book.kind === 'collected' && <p>{contacts.collectedHint}</p>}
      {book.kind === 'directory' && <p>{words.people.directoryBook}</p>}
      {props.outside}
      {!isEmpty && (
        <form role="search" aria-label={contacts.searchBook({ title })} method="get" action={urls.addressBook(book.id)} className={styles.search}>
          <label htmlFor="book-search" className="for-screen-readers">{contacts.searchBook({ title })}</label>{' '}
          <input id="book-search" type="search" name="q" defaultValue={question} placeholder={contacts.searchBook({ title })} autoComplete="off" />{' '}
          <Button icon="search" iconOnly small look="quiet">{contacts.searchBook({ title })}</Button>
        </form>
      )}
      {letters.length > 1 && (
        <nav aria-label={contacts.letters} className={styles.letters}>
          {letters.map((each) => <span key={each}><a href={urls.addressBook(book.id, { letter: each })} aria-current={each === letter ? 'page' : undefined}>{each}</a> </span>)}
        </nav>
      )}
      {(question !== '' || letter !== undefined) && (
        <p role="status">{question !== '' ? contacts.found({ count: total, text: question }) : contacts.count({ count: total })} <a href={urls.addressBook(book.id)}>{contacts.showAll}</a></p>
      )}
      {isEmpty ? <p>{contacts.empty}</p> : <section className={styles.card}><Contacts {...props} rows={rows} /></section>}
      <Pages {...props} />
      {total > 0 && <ExportForm action={urls.api.exportContacts(book.id)} label={words.transfer.exportBook} words={words} />}
    </>
  )
}

function Contacts({ book, rows, urls, words, token, targets, groups, page, letter, question }: BookContentsProps) {
  const { contacts } = words
  const isWritable = mayWrite(book)
  const here = urls.addressBook(book.id, placeOf({ page, letter, question }))
  return (
    <PostForm action={urls.api.contacts(book.id)} className={styles.wide} token={token}>
      <input type="hidden" name="return" value={here} />
      <CardRows rows={rows} isChoice urls={urls} words={words} />
      {rows.length > 0 && (
        <fieldset className={styles.batch}>
          <legend>{contacts.chosen}</legend>
          {targets.length > 0 && (
            <div className={styles.act}>
              <SelectField label={contacts.target} name="target" id="target" defaultValue="">
                <option value="">{contacts.none}</option>
                {targets.map((target) => <option key={target.id} value={target.id}>{bookTitle(words, target)}</option>)}
              </SelectField>
              {isWritable && <Button name="intent" value="move" icon="move">{contacts.move}</Button>}{' '}
              <Button name="intent" value="copy" icon="copy">{contacts.copy}</Button>
            </div>
          )}
          {isWritable && groups.length > 0 && (
            <div className={styles.act}>
              <SelectField label={contacts.toGroup} name="group" id="group" defaultValue="">
                <option value="">{contacts.none}</option>
                {groups.map((group) => <option key={group.id} value={group.id}>{group.name}</option>)}
              </SelectField>
              <Button name="intent" value="add-to-group">{contacts.addToGroup}</Button>
            </div>
          )}
          <div className={styles.act}>
            <FormatField id="chosen-format" words={words} />
            <Button formAction={urls.api.exportContacts(book.id)} icon="download">{words.transfer.exportChosen}</Button>
          </div>
          {isWritable && (
            <div className={styles.act}>
              <CheckField label={contacts.confirmChosen} name="confirm" value="yes" />
              <Button name="intent" value="delete" look="danger" icon="trash">{contacts.delete}</Button>
            </div>
          )}
        </fieldset>
      )}
    </PostForm>
  )
}

function Pages({ book, page, pages, letter, question, urls, words: { contacts } }: BookContentsProps) {
  if (pages < 2) return null
  const at = (other: number): string => urls.addressBook(book.id, placeOf({ page: other, letter, question }))
  return (
    <nav className={styles.tools} aria-label={contacts.page({ page, pages })}>
      {page > 1 && <><ButtonLink href={at(page - 1)} rel="prev" icon="left">{contacts.earlier}</ButtonLink>{' '}</>}
      <span>{contacts.page({ page, pages })}</span>{' '}
      {page < pages && <ButtonLink href={at(page + 1)} rel="next" icon="right">{contacts.later}</ButtonLink>}
    </nav>
  )
}

function placeOf({ page, letter, question }: { readonly page: number; readonly letter: string | undefined; readonly question: string }): Readonly<Record<string, string>> {
  return { ...(question === '' ? {} : { q: question }), ...(letter === undefined ? {} : { letter }), ...(page > 1 ? { page: String(page) } : {}) }
}
