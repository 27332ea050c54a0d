'use client'
import { useEffect, useRef } from 'react'
import { Button } from '../../ui/button.tsx'
import styles from './attachment-field.module.css'
import type { Uploads } from './use-uploads.ts'

/** Sending a link in place of a file, where a site lets people. */
export interface Linking {
  /** Octets of a file that may go so. */
  readonly most: number
  readonly asLink: string
  readonly offer: string
  /** How large a file may be, and for how long a link is good. */
  readonly hint: string
}

/** With scripts: offers it for a file that was too large, and puts the link of one that has arrived into the message, by the form's own means. */
export function SendAsLink({ uploads: { refused, linked, link }, linking }: { readonly uploads: Uploads; readonly linking: Linking }) {
  const insert = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (linked !== '') insert.current?.form?.requestSubmit(insert.current)
  }, [linked])
  return (
    <>
      {linked !== '' && <button ref={insert} name="intent" value={`insert-link ${linked}`} hidden />}
      {refused && <p className={styles.link}><Button type="button" small icon="attachment" onClick={() => link(refused)}>{linking.offer}</Button> <small>{linking.hint}</small></p>}
    </>
  )
}
