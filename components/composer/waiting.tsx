'use client'
import { useEffect } from 'react'
import { clockOf, useSite } from '../mail-screen/site.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { PostForm } from '../ui/post-form.tsx'
import { useFormats, useWords } from '../words/words-context.ts'
import { useZone } from '../words/use-zone.ts'
import styles from './composition-page.module.css'

export interface WaitingProps {
  readonly id: string
  /** When it leaves, milliseconds since 1970. */
  readonly due: number
  readonly to: string
  readonly subject: string
  /** What its first button says where it could not be sent so far. */
  readonly stop: string | undefined
}

/** A page looks again this long after the message was to leave, in milliseconds. */
const LOOK_AFTER = 1500
/** What leaves later than this, nobody waits for. */
const WATCHED = 10 * 60_000

/** A message that leaves by itself: until then it can be taken back. */
export function Waiting({ id, due, to, subject, stop }: WaitingProps) {
  const words = useWords()
  const site = useSite()
  const zone = useZone(site)
  const { urls, token } = site
  const time = useFormats().dates(clockOf({ ...site, zone })).long(new Date(due).toISOString())
  useEffect(() => {
    const left = Math.max(0, due - Date.now())
    if (left > WATCHED) return undefined
    const timer = setTimeout(() => location.reload(), left + LOOK_AFTER)
    return () => clearTimeout(timer)
  }, [due])
  return (
    <div className={styles.body}>
      <p role="status">{words.compose.later.until({ time })}</p>
      <p dir="auto">{subject || words.compose.openNoSubject}<br /><small dir="auto">{to}</small></p>
      <PostForm action={urls.api.composition(id)} encType="multipart/form-data" className={styles.links} token={token}>
        <Button look="primary" name="intent" value="take-back">{stop ?? words.compose.later.undo}</Button>{' '}
        <Button name="intent" value="send-now" icon="sent">{words.compose.later.now}</Button>{' '}
        <ButtonLink href={urls.home()} look="quiet" icon="inbox">{words.shell.backToMail}</ButtonLink>
      </PostForm>
    </div>
  )
}
