import type { AnnouncementPlace } from '#lib/api/admin/admin-shapes.ts'
import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { ALERT_LIMIT, EVERY_SITE, MOTD_LIMIT } from '#lib/mail/sites/alert.ts'
import { Button } from '../ui/button.tsx'
import { TextAreaField, TextField } from '../ui/field.tsx'
import styles from './admin.module.css'

interface AnnouncementFormsProps {
  readonly places: readonly AnnouncementPlace[]
  /** What was typed before it was refused. */
  readonly typed: Readonly<Record<string, readonly string[]>> | undefined
  readonly urls: Urls
  readonly token: string
  readonly words: PageWords
}

/** For each place an alert and a message of the day. */
export function AnnouncementForms({ places, typed, urls, token, words }: AnnouncementFormsProps) {
  return (
    <>
      <p className={styles.hint}>{words.admin.announcementsHint}</p>
      {places.map((place) => <Place key={place.site} place={place} typed={typed?.site?.[0] === place.site ? typed : undefined} urls={urls} token={token} words={words} />)}
    </>
  )
}

type PlaceProps = Omit<AnnouncementFormsProps, 'places'> & { readonly place: AnnouncementPlace }

function Place({ place, typed, urls, token, words }: PlaceProps) {
  const { site, title, alert, motd, configured } = place
  const { admin } = words
  const inText = site === EVERY_SITE ? admin.everySiteInText : title
  const id = site === EVERY_SITE ? 'every' : `site-${site}`
  const typedAs = (kind: string): string | undefined => (typed?.kind?.[0] === kind ? typed.text?.[0] : undefined)
  const hidden = (kind: string) => (
    <>
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="return" value={urls.admin('announcements')} />
      <input type="hidden" name="site" value={site} />
      <input type="hidden" name="kind" value={kind} />
    </>
  )
  return (
    <section className={styles.card} aria-label={title}>
      <h2><bdi>{title}</bdi></h2>
      <form method="post" action={urls.api.announcements()} className={styles.form} aria-label={admin.alertOf({ site: inText })}>
        {hidden('alert')}
        <TextField label={admin.alert} hint={admin.alertLimit({ count: ALERT_LIMIT })} name="text" id={`${id}-alert`} maxLength={ALERT_LIMIT} defaultValue={typedAs('alert') ?? alert} autoComplete="off" dir="auto" />
        <div className={styles.row}>
          <Button look="primary">{admin.saveAlert({ site: inText })}</Button>{' '}
          {alert !== '' && <Button name="clear" value="yes">{admin.clearAlert({ site: inText })}</Button>}
        </div>
      </form>
      <form method="post" action={urls.api.announcements()} className={styles.form} aria-label={admin.motdOf({ site: inText })}>
        {hidden('motd')}
        {configured !== '' && <p className={styles.note}>{admin.motdConfigured({ text: configured })}</p>}
        <TextAreaField label={admin.motd} hint={admin.motdLimit({ count: MOTD_LIMIT })} name="text" id={`${id}-motd`} rows={4} cols={40} maxLength={MOTD_LIMIT} defaultValue={typedAs('motd') ?? motd} dir="auto" />
        <Button>{admin.saveMotd({ site: inText })}</Button>
      </form>
    </section>
  )
}
