'use client'
import { useState, useSyncExternalStore } from 'react'
import { Button } from '../ui/button.tsx'
import styles from './share.module.css'

interface MailtoSettingProps {
  /** The address below the origin, with `%s` in the place of the link. */
  readonly handler: string
  readonly words: { readonly title: string; readonly hint: string; readonly use: string; readonly asked: string; readonly impossible: string }
}

const never = (): (() => void) => () => undefined

/** Tells the browser that links to mail addresses are opened here; without scripts that cannot be told, and nothing is said of it. */
export function MailtoSetting({ handler, words }: MailtoSettingProps) {
  const canTell = useSyncExternalStore(never, () => 'registerProtocolHandler' in navigator, () => undefined)
  const [outcome, setOutcome] = useState<'asked' | 'impossible'>()
  if (canTell === undefined) return undefined
  const tell = (): void => {
    try {
      navigator.registerProtocolHandler('mailto', location.origin + handler)
      setOutcome('asked')
    } catch {
      setOutcome('impossible') // in the clear, or forbidden by the browser's administrator
    }
  }
  const said = canTell ? outcome : 'impossible'
  return (
    <section className={styles.card}>
      <h2>{words.title}</h2>
      <p>{words.hint}</p>
      {canTell && <Button type="button" onClick={tell}>{words.use}</Button>}
      <p role="status" className={styles.status}>{said && words[said]}</p>
    </section>
  )
}
