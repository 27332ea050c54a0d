import type { Urls } from '#lib/api/urls.ts'
import type { DateWriter } from '#lib/i18n/formats.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { Icon } from '../ui/icon.tsx'
import { PostForm } from '../ui/post-form.tsx'
import styles from './alert-bar.module.css'

interface Around {
  readonly urls: Urls
  readonly token: string
  readonly words: PageWords
}

/** Above every page while an administrator reads somebody's mail: whose it is, and the way out. Nobody can put it away. */
export function SupportBar({ by, user, urls, token, words: { admin } }: Around & { readonly by: string; readonly user: string }) {
  return (
    <section className={styles.bar} data-alerts="" aria-label={admin.supportTitle}>
      <PostForm action={urls.api.signOut()} className={styles.alert} token={token}>
        <Icon name="warning" />{' '}
        <p dir="auto">{admin.supportBanner({ by, user })}</p>{' '}
        <button type="submit" className={styles.close}>{admin.supportLeave}</button>
      </PostForm>
    </section>
  )
}

/** An administrator's visit, as a page tells it. */
export interface ToldVisit {
  readonly id: string
  readonly by: string
  /** Milliseconds since 1970. */
  readonly begunAt: number
  readonly isOpen: boolean
}

/** What somebody is told of those who have opened their mail, until they put it away in this browser. */
export function SupportNews({ visits, dates, urls, token, words }: Around & { readonly visits: readonly ToldVisit[]; readonly dates: DateWriter }) {
  return (
    <section className={styles.bar} data-alerts="" aria-label={words.admin.supportVisits}>
      {visits.map((visit) => (
        <PostForm key={visit.id} action={urls.api.alert()} className={styles.alert} token={token}>
          <input type="hidden" name="alert" value={visit.id} />
          <Icon name="warning" />{' '}
          <p dir="auto">{toldOf(visit, dates, words)}</p>{' '}
          <button type="submit" className={styles.close}>{words.admin.putAway}</button>
        </PostForm>
      ))}
    </section>
  )
}

/** The same on their own page, all of them. */
export function SupportVisits({ visits, dates, words }: Pick<Around, 'words'> & { readonly visits: readonly ToldVisit[]; readonly dates: DateWriter }) {
  return (
    <section aria-labelledby="support-visits">
      <h2 id="support-visits">{words.admin.supportVisits}</h2>
      <ul>{visits.map((visit) => <li key={visit.id} dir="auto">{toldOf(visit, dates, words)}</li>)}</ul>
    </section>
  )
}

function toldOf({ by, begunAt, isOpen }: ToldVisit, dates: DateWriter, { admin }: PageWords): string {
  return (isOpen ? admin.supportToldNow : admin.supportTold)({ by, date: dates.long(new Date(begunAt).toISOString()) })
}
