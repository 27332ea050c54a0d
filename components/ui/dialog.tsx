'use client'
import { useEffect, useId, useRef, type ReactNode } from 'react'
import { Button } from './button.tsx'
import styles from './dialog.module.css'

/** A modal sheet; focus stays inside and Escape closes it. Only for what pages without scripts reach elsewhere. */
export function Dialog({ title, close, closeLabel, children }: { title: string; close: () => void; closeLabel: string; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    const element = dialog.current
    if (element && !element.open) element.showModal()
  }, [])
  return (
    <dialog ref={dialog} aria-labelledby={titleId} className={styles.dialog} onClose={close} onClick={(event) => event.target === dialog.current && close()}>
      <header className={styles.header}>
        <h2 id={titleId}>{title}</h2>
        <Button type="button" look="quiet" icon="close" iconOnly onClick={close}>{closeLabel}</Button>
      </header>
      <div className={styles.content}>{children}</div>
    </dialog>
  )
}
