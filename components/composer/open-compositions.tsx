import { useWords } from '../words/words-context.ts'
import type { Words } from '#lib/i18n/words.ts'
import type { Urls } from '#lib/api/urls.ts'
import { Icon } from '../ui/icon.tsx'
import styles from './open-compositions.module.css'

export interface OpenCompositionItem {
  readonly id: string
  readonly subject: string
  readonly to: string
  readonly state: keyof Words['compose']['openStates']
}

/** Messages that somebody was writing when their session ended or their window closed; nothing when there are none. */
export function OpenCompositions({ compositions, urls }: { compositions: readonly OpenCompositionItem[]; urls: Urls }) {
  const words = useWords().compose
  if (compositions.length === 0) return null
  return (
    <section className={styles.open} aria-label={words.open}>
      <p>{words.openHint}</p>
      <ul>
        {compositions.map(({ id, subject, to, state }) => (
          <li key={id}>
            <Icon name="drafts" />
            <a href={urls.composition(id)} dir="auto">{subject || words.openNoSubject}</a>{' '}
            <span dir="auto">{to}</span>{' '}
            <small>{words.openStates[state]}</small>
          </li>
        ))}
      </ul>
    </section>
  )
}
