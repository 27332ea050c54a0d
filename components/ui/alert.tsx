import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'
import styles from './alert.module.css'

export type AlertKind = 'problem' | 'warning' | 'notice' | 'success'
const ICONS: Readonly<Record<AlertKind, IconName>> = { problem: 'warning', warning: 'warning', notice: 'info', success: 'check' }

/** A sentence that has to be read: a problem interrupts (role alert), the others are announced politely. */
export function Alert({ kind, children, hint }: { kind: AlertKind; children: ReactNode; hint?: ReactNode }) {
  return (
    <div className={`${styles.alert} ${styles[kind]}`} role={kind === 'problem' ? 'alert' : 'status'}>
      <Icon name={ICONS[kind]} />
      <div>
        <p>{children}</p>
        {hint && <div className={styles.hint}>{hint}</div>}
      </div>
    </div>
  )
}
