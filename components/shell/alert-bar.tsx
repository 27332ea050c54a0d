'use client'
import { useEffect, useState, type FormEvent } from 'react'
import { urls as urlsOf } from '#lib/api/urls.ts'
import type { Alert } from '#lib/mail/sites/alert.ts'
import { forgetWithOthers } from '../live/forget-copies.ts'
import { listenToSite } from '../live/listen-to-site.ts'
import { wearTheme } from '../live/wear-theme.ts'
import { Icon } from '../ui/icon.tsx'
import { PostForm } from '../ui/post-form.tsx'
import styles from './alert-bar.module.css'

interface AlertBarProps {
  readonly alerts: readonly Alert[]
  /** The base path of this account. */
  readonly base: string
  readonly token: string
  readonly label: string
  /** What the button says that puts one away. */
  readonly putAway: string
}

/** What everybody on the site has to see, above every page; complete as the server sends it, kept true while the page is open, as its theme is. */
export function AlertBar({ alerts: first, base, token, label, putAway }: AlertBarProps) {
  const [alerts, setAlerts] = useState(first)
  const [away, setAway] = useState<readonly string[]>([])
  const urls = urlsOf(base)
  useEffect(() => listenToSite(base, (event) => {
    if (event.kind === 'announced') setAlerts(event.alerts)
    if (event.kind === 'themed') wearTheme(urlsOf(base), event.theme, event.version)
  }), [base])
  useEffect(() => forgetWithOthers(base), [base])
  const dismiss = (event: FormEvent<HTMLFormElement>, id: string): void => {
    event.preventDefault()
    setAway((before) => [...before, id])
    // It comes back with the next page if this is lost, which harms nobody.
    fetch(urls.api.alert(), { method: 'POST', headers: { 'X-Postern': '1', 'Content-Type': 'application/json' }, body: JSON.stringify({ alert: id }) }).catch(() => undefined)
  }
  const shown = alerts.filter(({ id }) => !away.includes(id))
  if (shown.length === 0) return undefined
  return (
    <section className={styles.bar} data-alerts="" aria-label={label}>
      {shown.map(({ id, text }) => (
        <PostForm key={id} action={urls.api.alert()} onSubmit={(event) => dismiss(event, id)} className={styles.alert} token={token}>
          <input type="hidden" name="alert" value={id} />
          <Icon name="warning" />{' '}
          <p role="alert" dir="auto">{text}</p>{' '}
          <button type="submit" className={styles.close}>{putAway}</button>
        </PostForm>
      ))}
    </section>
  )
}
