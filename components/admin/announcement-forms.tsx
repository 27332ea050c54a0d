import type { AnnouncementPlace, PersonalAlertReport } from '#lib/api/admin/admin-shapes.ts'
import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { ALERT_LIMIT, EVERY_SITE, MOTD_LIMIT, USER_LIMIT } from '#lib/mail/sites/alert.ts'
import { Button } from '../ui/button.tsx'
import { SelectField, TextAreaField, TextField } from '../ui/field.tsx'
import { PostForm } from '../ui/post-form.tsx'
import styles from './admin.module.css'

interface AnnouncementFormsProps {
  readonly places: readonly AnnouncementPlace[]
  readonly personal: readonly PersonalAlertReport[]
  /** What was typed before it was refused. */
  readonly typed: Readonly<Record<string, readonly string[]>> | undefined
  readonly urls: Urls
  readonly token: string
  readonly words: PageWords
}

/** For each place an alert and a message of the day; and what one person alone is shown. */
export function AnnouncementForms({ places, personal, typed, urls, token, words }: AnnouncementFormsProps) {
  return (
    <>
      <p className={styles.hint}>{words.admin.announcementsHint}</p>
      {places.map((place) => <Place key={place.site} place={place} typed={typed?.site?.[0] === place.site ? typed : undefined} urls={urls} token={token} words={words} />)}
      <PersonalAlerts places={places} personal={personal} typed={typed?.kind?.[0] === 'person' ? typed : undefined} urls={urls} token={token} words={words} />
    </>
  )
}

/** A form that shows one person an alert, and a button to take each one back. */
function PersonalAlerts({ places, personal, typed, urls, token, words: { admin } }: AnnouncementFormsProps) {
  const titleOf = (name: string): string => places.find(({ site }) => site === name)?.title ?? name
  const hidden = (
    <>
      <input type="hidden" name="return" value={urls.admin('announcements')} />
      <input type="hidden" name="kind" value="person" />
    </>
  )
  const [only, ...others] = places
  return (
    <section className={styles.card} aria-label={admin.personalAlert}>
      <h2>{admin.personalAlert}</h2>
      <PostForm action={urls.api.announcements()} className={styles.form} aria-label={admin.personalAlert} token={token}>
        {hidden}
        <TextField label={admin.valuesUser} name="user" id="person-user" maxLength={USER_LIMIT} defaultValue={typed?.user?.[0]} autoComplete="off" autoCapitalize="none" required />
        {others.length === 0 ? <input type="hidden" name="site" value={only?.site} /> : <SelectField label={admin.site} name="site" id="person-site" defaultValue={typed?.site?.[0]}>{places.map(({ site, title }) => <option key={site} value={site}>{title}</option>)}</SelectField>}
        <TextField label={admin.alert} hint={admin.personalAlertHint({ count: ALERT_LIMIT })} name="text" id="person-alert" maxLength={ALERT_LIMIT} defaultValue={typed?.text?.[0]} autoComplete="off" dir="auto" required />
        <Button>{admin.sayToPerson}</Button>
      </PostForm>
      {personal.length > 0 && (
        <ul className={styles.list}>
          {personal.map(({ site, person, text }) => (
            <li key={`${site} ${person}`}>
              <span className={styles.name}><bdi>{person}</bdi></span> {others.length > 0 && <>({titleOf(site)})</>} <bdi>{text}</bdi>
              <PostForm action={urls.api.announcements()} className={styles.row} token={token}>
                {hidden}
                <input type="hidden" name="site" value={site} />
                <input type="hidden" name="user" value={person} />
                <input type="hidden" name="text" value="" />
                <Button name="clear" value="yes">{admin.takeBackFrom({ user: person })}</Button>
              </PostForm>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

type PlaceProps = Omit<AnnouncementFormsProps, 'places' | 'personal'> & { readonly place: AnnouncementPlace }

function Place({ place, typed, urls, token, words }: PlaceProps) {
  const { site, title, alert, motd, configured } = place
  const { admin } = words
  const inText = site === EVERY_SITE ? admin.everySiteInText : title
  const id = site === EVERY_SITE ? 'every' : `site-${site}`
  const typedAs = (kind: string): string | undefined => (typed?.kind?.[0] === kind ? typed.text?.[0] : undefined)
  const hidden = (kind: string) => (
    <>
      <input type="hidden" name="return" value={urls.admin('announcements')} />
      <input type="hidden" name="site" value={site} />
      <input type="hidden" name="kind" value={kind} />
    </>
  )
  return (
    <section className={styles.card} aria-label={title}>
      <h2><bdi>{title}</bdi></h2>
      <PostForm action={urls.api.announcements()} className={styles.form} aria-label={admin.alertOf({ site: inText })} token={token}>
        {hidden('alert')}
        <TextField label={admin.alert} hint={admin.alertLimit({ count: ALERT_LIMIT })} name="text" id={`${id}-alert`} maxLength={ALERT_LIMIT} defaultValue={typedAs('alert') ?? alert} autoComplete="off" dir="auto" />
        <div className={styles.row}>
          <Button look="primary">{admin.saveAlert({ site: inText })}</Button>{' '}
          {alert !== '' && <Button name="clear" value="yes">{admin.clearAlert({ site: inText })}</Button>}
        </div>
      </PostForm>
      <PostForm action={urls.api.announcements()} className={styles.form} aria-label={admin.motdOf({ site: inText })} token={token}>
        {hidden('motd')}
        {configured !== '' && <p className={styles.note}>{admin.motdConfigured({ text: configured })}</p>}
        <TextAreaField label={admin.motd} hint={admin.motdLimit({ count: MOTD_LIMIT })} name="text" id={`${id}-motd`} rows={4} cols={40} maxLength={MOTD_LIMIT} defaultValue={typedAs('motd') ?? motd} dir="auto" />
        <Button>{admin.saveMotd({ site: inText })}</Button>
      </PostForm>
    </section>
  )
}
