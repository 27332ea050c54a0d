import type { EffectiveReport, EffectiveRow } from '#lib/api/admin/admin-shapes.ts'
import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { Alert } from '../ui/alert.tsx'
import { Button } from '../ui/button.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { adminUrl } from './admin-nav.tsx'
import styles from './admin.module.css'

interface EffectiveValuesProps {
  readonly sites: readonly { readonly name: string; readonly title: string }[]
  readonly user: string
  readonly site: string
  readonly report: EffectiveReport | undefined
  readonly urls: Urls
  readonly words: PageWords
}

/** Asks for a user name, and shows what holds for whoever it is. */
export function EffectiveValues({ sites, user, site, report, urls, words }: EffectiveValuesProps) {
  return (
    <>
      <p className={styles.hint}>{words.admin.valuesHint}</p>
      <form method="get" action={adminUrl(urls, 'preferences')} className={styles.card} role="search">
        <TextField label={words.admin.valuesUser} hint={words.admin.valuesUserHint} name="user" id="user" defaultValue={user} required autoComplete="off" autoCapitalize="none" spellCheck={false} />
        {sites.length > 1 && (
          <SelectField label={words.admin.site} name="site" id="site" defaultValue={site}>
            {sites.map(({ name, title }) => <option key={name} value={name}>{title}</option>)}
          </SelectField>
        )}
        <div><Button look="primary">{words.admin.valuesShow}</Button></div>
      </form>
      {report && <Report report={report} words={words} />}
    </>
  )
}

function Report({ report: { user, site, groups, own, hasOwn, rows }, words }: { report: EffectiveReport; words: PageWords }) {
  const title = words.admin.valuesOf({ user, site: site.title })
  return (
    <section className={styles.card} aria-label={title}>
      <h2>{title}</h2>
      {own === 'unavailable' && <Alert kind="problem">{words.admin.valuesUnavailable({ user })}</Alert>}
      {own === 'on-server' && <Alert kind="notice">{words.admin.valuesOnServer({ user })}</Alert>}
      {own === 'read' && !hasOwn && <Alert kind="notice">{words.admin.valuesNoOwn}</Alert>}
      <p>{groups.length === 0 ? words.admin.valuesNoGroups : words.admin.valuesGroups({ groups: groups.join(', ') })}</p>
      <ul className={styles.list}>{rows.map((row) => <Row key={row.name} row={row} words={words} />)}</ul>
    </section>
  )
}

function Row({ row: { name, value, from, lock, hidden }, words }: { row: EffectiveRow; words: PageWords }) {
  const { admin } = words
  const level = lock && admin.lockLevel[lock.level]
  const notes = [
    admin.valueFromIs({ from: admin.valueFrom[from] }),
    ...(lock && level !== undefined ? [lock.reason === '' ? admin.valueLocked({ level }) : admin.valueLockedBecause({ level, reason: lock.reason })] : []),
    ...(hidden ? [admin.valueHidden] : []),
  ]
  return (
    <li>
      <div className={styles.head}><span className={styles.name}>{words.preferences[name].label}</span>{' '}<code>{name}</code></div>
      <div className={styles.head}>
        <span className={styles.value}>{value === '' ? <span className={styles.note}>({admin.empty})</span> : <bdi>{value}</bdi>}</span>{' '}
        <span className={styles.note}>{notes.join(' · ')}</span>
      </div>
    </li>
  )
}
