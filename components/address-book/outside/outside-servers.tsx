import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { PostForm } from '../../ui/post-form.tsx'
import styles from '../address-book.module.css'

interface OutsideServersProps {
  readonly servers: readonly { readonly id: string; readonly host: string; readonly user: string; readonly books: readonly string[] }[]
  /** What was typed into the form that failed. */
  readonly typed: Readonly<Record<string, readonly string[]>> | undefined
  readonly urls: Urls
  readonly token: string
  readonly words: PageWords
}

/** The servers on which somebody has address books, and the form that adds one. */
export function OutsideServers({ servers, typed, urls, token, words }: OutsideServersProps) {
  const { outside } = words
  return (
    <>
      <h1>{outside.title}</h1>
      <p>{outside.about}</p>
      {servers.length > 0 && (
        <section className={styles.card}>
          <ul className={styles.list}>
            {servers.map(({ id, host, user, books }) => (
              <li key={id}><a href={urls.outsideServer(id)}><bdi>{outside.server({ user, host })}</bdi></a> <span className={styles.quiet}>{books.join(', ')}</span></li>
            ))}
          </ul>
        </section>
      )}
      <section className={styles.card}>
        <h2>{outside.add}</h2>
        <PostForm action={urls.api.outsideServers()} className={styles.wide} token={token}>
          <input type="hidden" name="return" value={urls.outsideServers()} />
          <TextField label={outside.address} hint={outside.addressHint} name="address" id="address" required maxLength={1000} autoComplete="off" autoCapitalize="off" spellCheck={false} defaultValue={typed?.address?.[0] ?? ''} />
          <TextField label={outside.user} hint={outside.userHint} name="user" id="user" maxLength={320} autoComplete="off" autoCapitalize="off" spellCheck={false} defaultValue={typed?.user?.[0] ?? ''} />
          <TextField label={outside.password} hint={outside.passwordHint} name="password" id="password" type="password" required maxLength={1000} autoComplete="off" />
          <div><Button look="primary">{outside.find}</Button></div>
        </PostForm>
      </section>
    </>
  )
}
