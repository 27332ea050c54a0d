import { useState, useSyncExternalStore, type ComponentType } from 'react'
import type { PageScheme } from '#lib/html/dark/own-scheme.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { MessageView } from '#lib/mail/reading/message-view.ts'
import type { DecryptPanel } from '../decrypt/decrypt-panel.tsx'
import { shownAs } from '../mail-screen/screen-preferences.ts'
import { useSite } from '../mail-screen/site.ts'
import type { Place } from '../mail-state/place.ts'
import { Alert } from '../ui/alert.tsx'
import { Button } from '../ui/button.tsx'
import styles from './message-view.module.css'

/** Scripts run, or they do not. */
const never = () => () => undefined

/** An encrypted message: what it is, its part as a file, and where scripts run the way to open it. What opens it is loaded when it is asked for. */
export function SealedMessage({ message, at, show }: { message: MessageView; at: MessageRef; show: Place['show'] }) {
  const { urls, address, keepsCopies, preferences } = useSite()
  const runs = useSyncExternalStore(never, () => true, () => false)
  const [panel, setPanel] = useState<{ readonly Part: ComponentType<Parameters<typeof DecryptPanel>[0]>; readonly looks: Parameters<typeof DecryptPanel>[0]['looks'] }>()
  const { sealed, encrypted } = message
  if (!sealed || !encrypted) return null
  const part = urls.api.part(at, encrypted.section, 'download')
  const load = (): void => {
    const { asText, isOriginal } = shownAs(show, preferences, message)
    const looks = { asText, scheme: isOriginal ? 'light' : ((document.documentElement.dataset.scheme ?? 'auto') as PageScheme) }
    void import('../decrypt/decrypt-panel.tsx').then(({ DecryptPanel: Part }) => setPanel({ Part, looks })).catch(() => undefined)
  }
  return (
    <>
      <div className={styles.sealed}><Alert kind="notice" hint={<a href={part} download>{sealed.download}</a>}>{sealed.says}</Alert></div>
      {runs && sealed.opening && !panel && <p className={styles.sealed}><Button type="button" look="primary" onClick={load}>{sealed.opening.words.title}</Button></p>}
      {panel && sealed.opening && <panel.Part message={message} opening={sealed.opening} account={address} keeps={keepsCopies} looks={panel.looks} urls={{ part, keys: urls.api.keys(), viewer: urls.decryptedViewer() }} />}
    </>
  )
}
