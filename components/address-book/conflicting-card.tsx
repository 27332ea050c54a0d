import type { ReactNode } from 'react'
import type { PageWords } from '#lib/i18n/words.ts'
import styles from './address-book.module.css'

/** What somebody else has saved meanwhile, above the form with what was typed. */
export function ConflictingCard({ words: { contacts }, children }: { words: PageWords; children: ReactNode }) {
  return (
    <section className={styles.card} aria-label={contacts.conflict}>
      <h2>{contacts.conflict}</h2>
      {children}
      <p>{contacts.conflictHint}</p>
    </section>
  )
}
