'use client'
import { useEffect, useState, type FormEvent } from 'react'
import type { Urls } from '#lib/api/urls.ts'
import { urls as urlsOf } from '#lib/api/urls.ts'
import type { MailboxEvent } from '#lib/mail/mailbox-event.ts'
import type { Alert } from '#lib/mail/sites/alert.ts'
import { BROWSER_MEANS } from '../live/browser-means.ts'
import { SharedStream } from '../live/shared-stream.ts'
import { Icon } from '../ui/icon.tsx'
import styles from './alert-bar.module.css'

interface AlertBarProps {
  readonly alerts: readonly Alert[]
  /** The base path. */
  readonly base: string
  readonly token: string
  readonly label: string
  /** What the button says that puts one away. */
  readonly putAway: string
}

/** A tab that nobody looks at needs no stream of its own; it hears what there is when it is looked at again. */
const HIDDEN_MS = 60_000

/** What everybody on the site has to see, above every page; complete as the server sends it, kept true while the page is open. */
export function AlertBar({ alerts: first, base, token, label, putAway }: AlertBarProps) {
  const [alerts, setAlerts] = useState(first)
  const [away, setAway] = useState<readonly string[]>([])
  const urls = urlsOf(base)
  useEffect(() => listen(base, setAlerts), [base])
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
        <form key={id} method="post" action={urls.api.alert()} onSubmit={(event) => dismiss(event, id)} className={styles.alert}>
          <input type="hidden" name="token" value={token} />
          <input type="hidden" name="alert" value={id} />
          <Icon name="warning" />{' '}
          <p role="alert" dir="auto">{text}</p>{' '}
          <button type="submit" className={styles.close}>{putAway}</button>
        </form>
      ))}
    </section>
  )
}

/** Hears of alerts: from the mail screen's stream where this page has one, else from one of this page's own, or of another tab. */
function listen(base: string, tell: (alerts: readonly Alert[]) => void): () => void {
  const hear = (data: string): void => {
    const event = JSON.parse(data) as MailboxEvent
    if (event.kind === 'announced') tell(event.alerts)
  }
  const name = `postern${base}`
  const urls: Urls = urlsOf(base)
  const heard = (said: unknown): void => {
    const { type, data } = said as { readonly type: string; readonly data?: string }
    if (type === 'event' && data !== undefined) hear(data)
  }
  // The mail screen's stream tells the whole browser.
  if (document.querySelector('[data-live]')) {
    const channel = BROWSER_MEANS.openChannel(name, heard)
    return () => channel.close()
  }
  return whileLookedAt(() => new SharedStream(undefined, { name, urlOf: urls.api.events, hear, means: BROWSER_MEANS }))
}

function whileLookedAt(open: () => { close(): void }): () => void {
  let ear: { close(): void } | undefined = open()
  let hiding: ReturnType<typeof setTimeout> | undefined
  const close = (): void => {
    ear?.close()
    ear = undefined
  }
  const look = (): void => {
    clearTimeout(hiding)
    if (document.visibilityState === 'hidden') hiding = setTimeout(close, HIDDEN_MS)
    else ear ??= open()
  }
  document.addEventListener('visibilitychange', look)
  return () => {
    document.removeEventListener('visibilitychange', look)
    clearTimeout(hiding)
    close()
  }
}
