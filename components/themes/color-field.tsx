'use client'
import { useRef, useState, useSyncExternalStore, type FormEvent } from 'react'
import { hexOf, readColor } from '#lib/mail/themes/contrast.ts'
import styles from './theme-editor.module.css'

interface ColorFieldProps {
  readonly field: string
  readonly label: string
  readonly paletteLabel: string
  readonly text: string
  /** `#rrggbb` of what the text stands for, such as `var(--canvas)`. */
  readonly color: string
  readonly problemId: string | undefined
}

const nothing = (): (() => void) => () => undefined

/** A colour as text; where scripts run, with a palette beside it. */
export function ColorField({ field, label, paletteLabel, text, color, problemId }: ColorFieldProps) {
  const input = useRef<HTMLInputElement>(null)
  const [shown, setShown] = useState(color)
  const hasScripts = useSyncExternalStore(nothing, () => true, () => false)
  const typed = ({ currentTarget: { value } }: FormEvent<HTMLInputElement>): void => {
    const read = readColor(value.trim())
    if (read) setShown(hexOf(read))
  }
  const chosen = ({ currentTarget: { value } }: FormEvent<HTMLInputElement>): void => {
    if (!input.current) return
    // A palette knows no opacity: what was see-through stays so.
    const before = readColor(input.current.value.trim())
    const alpha = before && before.alpha < 1 ? Math.round(before.alpha * 255).toString(16).padStart(2, '0') : ''
    input.current.value = value + alpha
    input.current.dispatchEvent(new Event('input', { bubbles: true }))
  }
  return (
    <span className={styles.color}>
      <input ref={input} id={field} name={field} size={12} defaultValue={text} maxLength={500} spellCheck={false} autoComplete="off" dir="ltr" aria-label={label} {...(problemId === undefined ? {} : { 'aria-invalid': true, 'aria-describedby': problemId })} onInput={typed} />
      {hasScripts && <input type="color" value={shown} aria-label={paletteLabel} onInput={chosen} onChange={() => undefined} />}
    </span>
  )
}
