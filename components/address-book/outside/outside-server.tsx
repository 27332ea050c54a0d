import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { Button } from '../../ui/button.tsx'
import { CheckField, SelectField, TextField } from '../../ui/field.tsx'
import { PostForm } from '../../ui/post-form.tsx'
import styles from '../address-book.module.css'
import { OutsideState, type ShownState } from './outside-state.tsx'

interface OutsideServerProps {
  readonly id: string
  readonly host: string
  readonly user: string
  readonly isRefused: boolean
  readonly books: readonly { readonly title: string; readonly mayWrite: boolean; readonly state: ShownState }[]
  readonly offered: readonly { readonly url: string; readonly title: string; readonly mayWrite: boolean }[]
  readonly urls: Urls
  readonly token: string
  readonly words: PageWords
}

/** One server: its books and how it goes with them, those that are offered, its password, and how to stop. */
export function OutsideServer(props: OutsideServerProps) {
  const { id, host, user, isRefused, books, urls, token, words } = props
  const { outside } = words
  const here = urls.outsideServer(id)
  return (
    <>
      <h1><bdi>{outside.server({ user, host })}</bdi></h1>
      <p><a href={urls.outsideServers()}>{outside.back}</a></p>
      {isRefused && <Password {...props} />}
      {books.map(({ title, mayWrite, state }) => (
        <section key={state.book} className={styles.card}>
          <h2><a href={urls.addressBook(state.book)}><bdi>{title}</bdi></a>{!mayWrite && <span className={styles.quiet}> ({outside.readOnly})</span>}</h2>
          <OutsideState state={state} isOwn here={here} urls={urls} token={token} words={words} />
          <details>
            <summary>{outside.stopBook({ title })}</summary>
            <Stop {...props} book={state.book} label={outside.stopBook({ title })} />
          </details>
        </section>
      ))}
      <Offered {...props} />
      {!isRefused && <Password {...props} />}
      <section className={styles.card}>
        <h2>{outside.stopServer}</h2>
        <Stop {...props} label={outside.stopServer} />
      </section>
    </>
  )
}

function Hidden({ id, intent, urls }: Pick<OutsideServerProps, 'id' | 'urls'> & { intent: string }) {
  return (
    <>
      <input type="hidden" name="return" value={urls.outsideServer(id)} />
      <input type="hidden" name="intent" value={intent} />
    </>
  )
}

function Offered({ id, offered, isRefused, urls, token, words: { outside } }: OutsideServerProps) {
  return (
    <section className={styles.card}>
      <h2>{outside.offered}</h2>
      {offered.length > 0 && (
        <PostForm action={urls.api.outsideServer(id)} className={styles.wide} token={token}>
          <Hidden id={id} intent="follow" urls={urls} />
          {offered.map(({ url, title, mayWrite }) => <CheckField key={url} label={mayWrite ? <bdi>{title}</bdi> : <><bdi>{title}</bdi> ({outside.readOnly})</>} name="url" value={url} defaultChecked={offered.length === 1} />)}
          <div><Button look="primary">{outside.follow}</Button></div>
        </PostForm>
      )}
      {!isRefused && (
        <PostForm action={urls.api.outsideServer(id)} token={token}>
          <Hidden id={id} intent="find" urls={urls} />
          <Button>{outside.findAgain}</Button>
        </PostForm>
      )}
    </section>
  )
}

function Password({ id, isRefused, urls, token, words: { outside, refusal } }: OutsideServerProps) {
  return (
    <section className={styles.card}>
      <h2>{outside.changePassword}</h2>
      <PostForm action={urls.api.outsideServer(id)} className={styles.row} token={token}>
        <Hidden id={id} intent="password" urls={urls} />
        <TextField label={outside.password} problem={isRefused ? refusal['outside-password'] : undefined} name="password" id="password" type="password" required maxLength={1000} autoComplete="off" />
        <Button look={isRefused ? 'primary' : 'plain'}>{outside.changePassword}</Button>
      </PostForm>
    </section>
  )
}

function Stop({ id, book, label, urls, token, words: { outside } }: OutsideServerProps & { readonly book?: string; readonly label: string }) {
  return (
    <PostForm action={urls.api.outsideServer(id)} className={styles.act} token={token}>
      <Hidden id={id} intent="stop" urls={urls} />
      {book !== undefined && <input type="hidden" name="book" value={book} />}
      <SelectField label={outside.contacts} hint={outside.stopHint} name="contacts" id={`contacts-${book ?? 'all'}`} defaultValue="keep">
        <option value="keep">{outside.keep}</option>
        <option value="remove">{outside.remove}</option>
      </SelectField>
      <Button look="danger">{label}</Button>
    </PostForm>
  )
}
