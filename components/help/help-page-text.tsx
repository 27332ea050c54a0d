import type { PageWords } from '#lib/i18n/words.ts'
import { Markdown } from './markdown.tsx'
import styles from './help-page.module.css'

export interface HelpPageTextProps {
  readonly markdown: string
  readonly anchors: readonly string[]
  /** Of the text, and of whoever reads it. */
  readonly language: string
  readonly readerLanguage: string
  readonly linkTo: (href: string) => string
  readonly words: PageWords
}

/** The text of a page of the manual; where it is not in the reader's language, a sentence says so. */
export function HelpPageText({ markdown, anchors, language, readerLanguage, linkTo, words }: HelpPageTextProps) {
  const isForeign = language !== readerLanguage
  return (
    <>
      {isForeign && <p className={styles.foreign}>{words.help.inEnglish}</p>}
      <Markdown source={markdown} anchors={anchors} linkTo={linkTo} lang={isForeign ? language : undefined} />
    </>
  )
}
