import { Fragment, type ComponentProps, type ReactNode } from 'react'
import styles from './record-table.module.css'

/** Rows of RecordRow: things of one kind, each by its name. */
export function RecordTable({ children, ...rest }: Omit<ComponentProps<'table'>, 'className'>) {
  return <table {...rest} className={styles.table}><tbody>{children}</tbody></table>
}

interface RecordRowProps {
  readonly name: ReactNode
  /** What is said of it below its name, each beside the next. */
  readonly facts?: readonly ReactNode[]
  /** What stands beside it: a value, or a form with what can be done. */
  readonly children: ReactNode
}

export function RecordRow({ name, facts = [], children }: RecordRowProps) {
  return (
    <tr>
      <th scope="row">
        {name}
        {facts.length > 0 && <span className={styles.facts}>{facts.map((fact, at) => <Fragment key={at}>{at > 0 && ' · '}{fact}</Fragment>)}</span>}
      </th>
      <td>{children}</td>
    </tr>
  )
}
