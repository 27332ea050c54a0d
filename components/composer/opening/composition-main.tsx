'use client'
import type { ReactNode } from 'react'
import { useSite } from '../../mail-screen/site.ts'
import { Alert, type AlertKind } from '../../ui/alert.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useWords } from '../../words/words-context.ts'
import { PROBLEM_ID, useFieldId } from '../fields/line.tsx'
import styles from '../composition-page.module.css'

export interface CompositionMainProps {
  readonly title: string
  /** Under what name it is written, where there is no choice of several. */
  readonly from?: string | undefined
  /** What became of the last post. */
  readonly saying: { readonly kind: AlertKind; readonly sentence: string; readonly hint: string; readonly field?: { readonly name: string; readonly label: string } | undefined } | undefined
  /** Put aside: it goes on with what it has begun, and nobody sees it. */
  readonly isHidden?: boolean
  readonly children: ReactNode
}

/** What is being written, with the way back above it. */
export function CompositionMain({ title, from, saying, isHidden = false, children }: CompositionMainProps) {
  const words = useWords()
  const fieldId = useFieldId()
  const { urls, help } = useSite()
  return (
    <main id={isHidden ? undefined : 'content'} tabIndex={-1} className={styles.main} hidden={isHidden}>
      <div className={styles.head}>
        <a href={urls.home()} title={words.shell.backToMail} className={styles.back} data-back=""><Icon name="left" size={20} /><span className="for-screen-readers">{words.shell.backToMail}</span></a>
        <h1>{title}</h1>
        <span className={styles.from}>{from !== undefined && words.compose.from({ address: from })}</span>
        {/* Where the pane beside it has no room. */}
        {help.compose && <>{' '}<a href={help.compose} className={styles.help}>{words.shell.help}</a></>}
      </div>
      {saying && <div id={PROBLEM_ID} className={styles.saying}><Alert kind={saying.kind} hint={saying.field ? <a href={`#${fieldId(saying.field.name)}`}>{saying.field.label}</a> : saying.hint}>{saying.sentence}</Alert></div>}
      {children}
    </main>
  )
}
