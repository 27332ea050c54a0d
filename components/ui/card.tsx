import type { ComponentProps } from 'react'
import styles from './card.module.css'

/** A part of a page that stands on a surface of its own. A style that needs more than this composes its class. */
export function Card(props: Omit<ComponentProps<'section'>, 'className'>) {
  return <section {...props} className={styles.card} />
}
