import type { ReactNode } from 'react'
import type { Urls } from '#lib/api/urls.ts'
import type { Words } from '#lib/i18n/words.ts'
import { Alert } from '../ui/alert.tsx'
import { Logo } from '../ui/icon.tsx'
import { whoseSite } from './whose-site.ts'
import styles from './plain-page.module.css'

interface PlainPageProps {
  readonly title: string
  /** What the site calls itself. */
  readonly site: string
  /** The address, where this browser has several accounts: then the page says whose it is. */
  readonly whose?: string | undefined
  readonly urls: Urls
  readonly words: Words
  /** The page of the manual that is about this one; undefined where the site has no help. */
  readonly help?: string | undefined
  readonly saying?: { readonly kind: 'problem' | 'notice' | 'success'; readonly sentence: string; readonly hint?: string } | undefined
  /** What stands beside the content. */
  readonly aside?: ReactNode
  /** For tables of several columns. */
  readonly isWide?: boolean
  readonly children: ReactNode
}

/** A page beside the mail screen: one column that is read from top to bottom. */
export function PlainPage({ title, site, whose, urls, words, help, saying, aside, isWide = false, children }: PlainPageProps) {
  return (
    <div className={styles.page}>
      <title>{words.pageTitle({ page: title, site: whoseSite(site, whose) })}</title>
      <header className={styles.top}>
        <a href={urls.home()} className={styles.brand}><Logo /> {site}</a>{' '}
        {whose !== undefined && <><span className={styles.whose}><span className="for-screen-readers">{words.shell.signedInAs({ user: '' })}</span><bdi>{whose}</bdi></span>{' '}</>}
        {help !== undefined && <><a href={help}>{words.shell.help}</a>{' '}</>}
        <a href={urls.home()}>{words.shell.backToMail}</a>
      </header>
      <div className={styles.columns} data-aside={aside ? '' : undefined} data-wide={isWide ? '' : undefined}>
        {aside}
        <main id="content" className={styles.content}>
          {saying && <Alert kind={saying.kind} hint={saying.hint}>{saying.sentence}</Alert>}
          {children}
        </main>
      </div>
    </div>
  )
}
