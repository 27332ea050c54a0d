import type { ReactNode } from 'react'
import { Icon } from '../ui/icon.tsx'
import styles from './admin.module.css'

/** Names and what they stand for. */
export function Facts({ facts }: { facts: readonly { readonly term: ReactNode; readonly children: ReactNode }[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(({ term, children }, at) => [<dt key={`${at} t`}>{term}</dt>, <dd key={`${at} d`}>{children}</dd>])}
    </dl>
  )
}

/** Whether something works, in words; colour and sign say the same once more. */
export function State({ isWell, children }: { isWell: boolean; children: ReactNode }) {
  return <div className={styles.state} data-is={isWell ? 'well' : 'wrong'}><Icon name={isWell ? 'check' : 'warning'} /><p>{children}</p></div>
}

/** What an address of a server looks like; one in numbers of IPv6 stands in brackets. */
export const hostAndPort = (host: string, port: number): string => `${host.includes(':') ? `[${host}]` : host}:${port}`
