import type { SignedInPerson } from '#lib/api/admin/admin-shapes.ts'
import type { Urls } from '#lib/api/urls.ts'
import type { DateWriter } from '#lib/i18n/formats.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { PostForm } from '../ui/post-form.tsx'
import { adminUrl } from './admin-nav.tsx'
import styles from './admin.module.css'
import { Facts } from './facts.tsx'

interface Around {
  readonly urls: Urls
  readonly dates: DateWriter
  readonly words: PageWords
  /** Titles of sites by their names. */
  readonly titles: Readonly<Record<string, string>>
}

/** Rows of one page; more are found by their name. */
const MOST_PEOPLE = 200

const iso = (moment: number): string => new Date(moment).toISOString()

/** Everybody who is signed in, each with the way to sign them out. */
export function PeopleList({ people, search, urls, dates, words, titles }: Around & { people: readonly SignedInPerson[]; search: string }) {
  return (
    <>
      <p className={styles.hint}>{words.admin.peopleHint}</p>
      <form method="get" action={adminUrl(urls, 'people')} role="search" className={styles.row}>
        <TextField label={words.admin.peopleSearch} type="search" name="q" id="q" defaultValue={search} autoComplete="off" />{' '}
        <Button icon="search">{words.admin.search}</Button>
      </form>
      <section className={styles.card} aria-label={words.admin.sections.people}>
        <p role="status">{people.length === 0 ? words.admin.nobody : words.admin.peopleShown({ count: people.length })} {people.length > MOST_PEOPLE && words.admin.peopleMore({ count: MOST_PEOPLE })}</p>
        <ul className={styles.list}>
          {people.slice(0, MOST_PEOPLE).map(({ ref, user, host, site, since, seenAt, sessions }) => (
            <li key={ref}>
              <div className={styles.head}>
                <span className={styles.name}><bdi>{words.admin.personAt({ user, host })}</bdi></span>{' '}
                <a href={urls.adminPerson(ref)}>{words.admin.signOutOf({ user })}</a>
              </div>
              <Facts facts={[
                { term: words.admin.site, children: `${titles[site] ?? site} · ${words.admin.sessionCount({ count: sessions.length })}` },
                { term: words.admin.since, children: dates.long(iso(since)) },
                { term: words.admin.seen, children: dates.long(iso(seenAt)) },
              ]} />
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}

/** Opens somebody's mail for reading, to help them. */
export function ReadMail({ typed, token, urls, words }: Pick<Around, 'urls' | 'words'> & { readonly typed: string | undefined; readonly token: string }) {
  return (
    <section className={styles.card} aria-label={words.admin.supportTitle}>
      <h2>{words.admin.supportTitle}</h2>
      <p className={styles.hint}>{words.admin.supportHint}</p>
      <PostForm action={urls.api.adminSupport()} className={styles.form} token={token}>
        <input type="hidden" name="return" value={adminUrl(urls, 'people')} />
        <TextField label={words.admin.valuesUser} hint={words.admin.valuesUserHint} name="user" id="support-user" maxLength={320} defaultValue={typed} autoComplete="off" autoCapitalize="none" required />
        <Button>{words.admin.supportOpen}</Button>
      </PostForm>
    </section>
  )
}

/** Asks once more before somebody is signed out everywhere. */
export function SignOutPerson({ person: { ref, user, site, sessions }, token, urls, dates, words, titles }: Around & { person: SignedInPerson; token: string }) {
  return (
    <section className={styles.card}>
      <h2>{words.admin.signOutTitle({ user })}</h2>
      <p>{words.admin.signOutHint({ user })}</p>
      <ul className={styles.plain}>
        {sessions.map(({ madeAt, seenAt }, at) => <li key={at}>{titles[site] ?? site}: {words.admin.since} {dates.long(iso(madeAt))}, {words.admin.seen} {dates.long(iso(seenAt))}</li>)}
      </ul>
      <PostForm action={urls.api.adminSignOut()} className={styles.row} token={token}>
        <input type="hidden" name="return" value={adminUrl(urls, 'people')} />
        <input type="hidden" name="person" value={ref} />
        <input type="hidden" name="confirm" value="yes" />
        <Button look="danger" icon="sign-out">{words.admin.signOut({ user })}</Button>{' '}
        <a href={adminUrl(urls, 'people')}>{words.admin.cancel}</a>
      </PostForm>
    </section>
  )
}
