import type { ReactNode, Ref } from 'react'
import styles from '../composer.module.css'

export interface LineProps {
  readonly label: string
  readonly name: string
  readonly value: string
  readonly autoFocus?: boolean
  readonly isAddress?: boolean
  /** Shares its line with another where there is room. */
  readonly half?: boolean
  readonly readOnly?: boolean
}

interface LineParts {
  readonly inputRef?: Ref<HTMLInputElement>
  /** Behind the field. */
  readonly beside?: ReactNode
  /** What belongs to the field and lies over the page. */
  readonly children?: ReactNode
}

/** One line of the compose form. */
export function Line({ label, name, value, autoFocus = false, isAddress = false, half = false, readOnly = false, inputRef, beside, children }: LineProps & LineParts): ReactNode {
  return (
    <div className={half ? styles.half : styles.line} data-beside={beside ? '' : undefined}>
      <label>
        <span>{label}</span>{' '}
        <input ref={inputRef} type="text" name={name} size={60} defaultValue={value} autoFocus={autoFocus} readOnly={readOnly} autoComplete="off" dir="auto" {...(isAddress ? { autoCapitalize: 'none', spellCheck: false, inputMode: 'email' as const } : {})} />
      </label>
      {beside && <>{' '}{beside}</>}
      {children}
    </div>
  )
}
