import { CHARSETS_OF_SCRIPT, UNICODE_CHARSETS } from '#lib/mail/reading/charsets.ts'
import styles from '../parts/parts.module.css'
import type { DetailProps } from './detail-props.ts'

/** The message once more, read by another charset than it names; the address keeps the choice. */
export function CharsetChoice({ message, view, urls, words, locale }: DetailProps) {
  const scripts = new Intl.DisplayNames([locale], { type: 'script' })
  const rows: readonly (readonly [label: string, charsets: readonly string[]])[] = [['Unicode', UNICODE_CHARSETS], ...Object.entries(CHARSETS_OF_SCRIPT).map(([script, charsets]) => [scripts.of(script) ?? script, charsets] as const)]
  return (
    <section className={styles.card} aria-labelledby="charset">
      <h2 id="charset">{words.details.charset}</h2>
      <p>{words.details.charsetHint}</p>
      <p><a href={urls.message(message)}>{words.details.charsetOwn}</a></p>
      <ul className={styles.ways}>
        {rows.map(([label, charsets]) => (
          <li key={label}><bdi>{label}</bdi>: {charsets.map((charset, at) => <span key={charset}>{at > 0 && ', '}<a href={urls.message(message, { charset })} aria-current={charset === view.charset || undefined}><bdi>{charset}</bdi></a></span>)}</li>
        ))}
      </ul>
    </section>
  )
}
