'use client'
import type { ReactNode } from 'react'
import { useFormats, useWords } from '../words/words-context.ts'
import type { MailboxSummary } from '#lib/mail/index-page.ts'
import { makeSurroundings, SurroundingsProvider, type Site } from '../mail-screen/site.ts'
import { SidePane } from '../shell/side-pane.tsx'
import { whoseSite } from '../shell/whose-site.ts'
import { Alert, type AlertKind } from '../ui/alert.tsx'
import { fieldId, PROBLEM_ID } from './fields/line.tsx'
import { Icon } from '../ui/icon.tsx'
import styles from './composition-page.module.css'

export interface CompositionPageProps {
  readonly site: Site
  readonly title: string
  readonly mailboxes: readonly MailboxSummary[]
  /** What became of the last post. */
  readonly saying: { readonly kind: AlertKind; readonly sentence: string; readonly hint: string; readonly field?: { readonly name: string; readonly label: string } | undefined } | undefined
  readonly children: ReactNode
}

/** The page around what is being written: the mailboxes beside it, the way back above it. */
export function CompositionPage({ site, title, mailboxes, saying, children }: CompositionPageProps) {
  const words = useWords()
  const surroundings = makeSurroundings(site, useFormats())
  return (
    <SurroundingsProvider value={surroundings}>
      <title>{words.pageTitle({ page: title, site: whoseSite(site.title, site.whose) })}</title>
      <div className={styles.screen} data-shows="message">
        {!site.isTextBrowser && <SidePane mailboxes={mailboxes} current={undefined} shows="compose" />}
        <main id="content" tabIndex={-1} className={styles.main}>
          <div className={styles.head}>
            <a href={surroundings.urls.home()} title={words.shell.backToMail} className={styles.back}><Icon name="left" size={20} /><span className="for-screen-readers">{words.shell.backToMail}</span></a>
            <h1>{title}</h1>
            <span className={styles.from}>{words.compose.from({ address: site.address })}</span>
            {/* Where the pane beside it has no room. */}
            {site.help.compose && <>{' '}<a href={site.help.compose} className={styles.help}>{words.shell.help}</a></>}
          </div>
          {saying && <div id={PROBLEM_ID} className={styles.saying}><Alert kind={saying.kind} hint={saying.field ? <a href={`#${fieldId(saying.field.name)}`}>{saying.field.label}</a> : saying.hint}>{saying.sentence}</Alert></div>}
          {children}
        </main>
      </div>
    </SurroundingsProvider>
  )
}
