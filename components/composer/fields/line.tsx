import { createContext, useContext, type ClipboardEvent, type ReactNode, type Ref } from 'react'
import styles from '../composer.module.css'
import { insertText, pastedLines } from './pasted.ts'

export interface LineProps {
  readonly label: string
  readonly name: string
  readonly value: string
  readonly autoFocus?: boolean
  readonly isAddress?: boolean
  /** Shares its line with another where there is room. */
  readonly half?: boolean
  readonly readOnly?: boolean
  /** What stands in it was refused. */
  readonly isFaulty?: boolean
}

/** Before the identifiers of one form's fields: a page may have several forms. */
export const FieldScope = createContext('compose')

/** Where a link leads that names the field, and what tells of what was wrong with it. */
export function useFieldId(): (name: string) => string {
  const scope = useContext(FieldScope)
  return (name) => `${scope}-${name}`
}

export const PROBLEM_ID = 'compose-problem'

interface LineParts {
  readonly inputRef?: Ref<HTMLInputElement>
  /** Behind the field. */
  readonly beside?: ReactNode
  /** What belongs to the field and lies over the page. */
  readonly children?: ReactNode
}

/** One line of the compose form. */
export function Line({ label, name, value, autoFocus = false, isAddress = false, half = false, readOnly = false, isFaulty = false, inputRef, beside, children }: LineProps & LineParts): ReactNode {
  const fieldId = useFieldId()
  return (
    <div className={half ? styles.half : styles.line} data-beside={beside ? '' : undefined}>
      <label>
        <span>{label}</span>{' '}
        <input ref={inputRef} id={fieldId(name)} type="text" name={name} size={60} defaultValue={value} autoFocus={autoFocus} readOnly={readOnly} autoComplete="off" dir="auto" {...(isFaulty ? { 'aria-invalid': true, 'aria-describedby': PROBLEM_ID } : {})} {...(isAddress ? { autoCapitalize: 'none', spellCheck: false, inputMode: 'email' as const, onPaste: pasteLines } : {})} />
      </label>
      {beside && <>{' '}{beside}</>}
      {children}
    </div>
  )
}

/** Addresses in lines of their own stay apart. */
function pasteLines(event: ClipboardEvent<HTMLInputElement>): void {
  const lines = pastedLines(event.clipboardData.getData('text/plain'))
  if (lines === undefined || event.currentTarget.readOnly) return
  event.preventDefault()
  insertText(event.currentTarget, lines)
}
