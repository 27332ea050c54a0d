'use client'
import { useFormats, useWords } from '../words/words-context.ts'
import type { MailboxSummary } from '#lib/mail/index-page.ts'
import { makeSurroundings, SurroundingsProvider, type Site } from '../mail-screen/site.ts'
import { SidePane } from '../shell/side-pane.tsx'
import { whoseSite } from '../shell/whose-site.ts'
import { CompositionMain, type CompositionMainProps } from './opening/composition-main.tsx'
import styles from './composition-page.module.css'

export interface CompositionPageProps extends CompositionMainProps {
  readonly site: Site
  readonly mailboxes: readonly MailboxSummary[]
}

/** The page around what is being written: the mailboxes beside it, the way back above it. */
export function CompositionPage({ site, mailboxes, ...main }: CompositionPageProps) {
  const words = useWords()
  const surroundings = makeSurroundings(site, useFormats())
  return (
    <SurroundingsProvider value={surroundings}>
      <title>{words.pageTitle({ page: main.title, site: whoseSite(site.title, site.whose) })}</title>
      <div className={styles.screen} data-shows="message">
        {!site.isTextBrowser && <SidePane mailboxes={mailboxes} current={undefined} shows="compose" />}
        <CompositionMain {...main} />
      </div>
    </SurroundingsProvider>
  )
}
