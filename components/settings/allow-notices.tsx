'use client'
import { useState, useSyncExternalStore } from 'react'
import { noticePermission } from '../live/desktop-notice.ts'
import { Button } from '../ui/button.tsx'

interface AllowNoticesProps {
  readonly words: { readonly noticesAsk: string; readonly noticesAllowed: string; readonly noticesRefused: string; readonly noticesImpossible: string }
}

const never = (): (() => void) => () => undefined

/** Whether this browser shows notices, and the button by which it asks; without scripts there are no notices, and nothing is said of them. */
export function AllowNotices({ words }: AllowNoticesProps) {
  const permission = useSyncExternalStore(never, noticePermission, () => undefined)
  const [, setAnswer] = useState<NotificationPermission>()
  if (permission === undefined) return null
  const said = { granted: words.noticesAllowed, denied: words.noticesRefused, impossible: words.noticesImpossible, default: '' }[permission]
  return (
    <div role="status">
      {permission === 'default' ? <Button type="button" onClick={() => void Notification.requestPermission().then(setAnswer)}>{words.noticesAsk}</Button> : <p>{said}</p>}
    </div>
  )
}
