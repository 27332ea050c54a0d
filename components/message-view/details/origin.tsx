import type { OriginView } from '#lib/mail/reading/message-view.ts'
import styles from '../parts/parts.module.css'
import type { DetailProps } from './detail-props.ts'

/** What the reader's mail server found out about where the message comes from, in a sentence and in its own words. */
export function Origin({ origin: { domain, isProven, checks }, words }: DetailProps & { readonly origin: OriginView }) {
  const { details } = words
  return (
    <section className={styles.card} aria-labelledby="origin">
      <h2 id="origin">{details.origin}</h2>
      <p>{isProven ? details.proven({ domain }) : details.originUnproven({ domain })}</p>
      <p>{details.checks} {checks.map(({ method, result }, at) => <span key={method}>{at > 0 && ', '}<bdi>{`${method.toUpperCase()} ${result}`}</bdi></span>)}</p>
    </section>
  )
}
