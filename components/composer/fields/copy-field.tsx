'use client'
import { NO_COPY } from '#lib/mail/composition.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import styles from '../composer.module.css'

export interface CopyFieldProps {
  readonly words: PageWords['composing']
  readonly value: string
  /** The mailboxes that can be chosen, by the server's full names and as people call them. */
  readonly mailboxes: readonly { readonly name: string; readonly label: string }[]
}

/** Where the copy of what is sent is kept, for this message alone. */
export function CopyField({ words, value, mailboxes }: CopyFieldProps) {
  const isKnown = value === '' || value === NO_COPY || mailboxes.some(({ name }) => name === value)
  return (
    <label className={styles.choice}>
      <span>{words.copy}</span>{' '}
      <select name="copyTo" defaultValue={value}>
        <option value="">{words.copyUsual}</option>
        <option value={NO_COPY}>{words.copyNone}</option>
        {!isKnown && <option value={value}>{value}</option>}
        {mailboxes.map(({ name, label }) => <option key={name} value={name}>{label}</option>)}
      </select>
    </label>
  )
}
