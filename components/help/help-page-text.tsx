import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { Markdown } from './markdown.tsx'
import styles from './help-page.module.css'

export interface HelpPageTextProps {
  readonly slug: string
  readonly sections: readonly HelpPageSection[]
  /** True where none of it is in the reader's language. */
  readonly isForeign: boolean
  /** Where the reader asked for the English page and has another: the address of that. */
  readonly translation?: string | undefined
  /** Of the reader, BCP 47. */
  readonly readerLanguage: string
  readonly urls: Urls
  readonly words: PageWords
}

export interface HelpPageSection {
  readonly anchor: string
  readonly title: string
  readonly markdown: string
  readonly language: string
  readonly state: 'current' | 'behind' | 'missing'
}

/** The text of a page of the manual; what is not in the reader's language, or has changed in English since, is named above it. */
export function HelpPageText({ slug, sections, isForeign, translation, readerLanguage, urls, words }: HelpPageTextProps) {
  /** Pages name each other by their last part; everything else stays as it is. */
  const linkTo = (href: string): string => (/^[a-z]/.test(href) && !href.includes(':') ? urls.help(href) : href)
  const langOf = (language: string) => (language === readerLanguage ? undefined : language)
  const newer = sections.filter(({ state }) => state !== 'current')
  return (
    <>
      {translation !== undefined && <p className={styles.foreign}><a href={translation}>{words.help.toTranslation}</a></p>}
      {translation === undefined && isForeign && <p className={styles.foreign}>{words.help.inEnglish}</p>}
      {!isForeign && newer.length > 0 && (
        <div className={styles.foreign}>
          <p>{words.help.newer}</p>
          <ul>
            {newer.map(({ anchor, title, language }) => <li key={anchor}><a href={urls.helpInEnglish(`${slug}#${anchor}`)} lang={langOf(language)}>{title}</a></li>)}
          </ul>
        </div>
      )}
      {runsOf(sections).map((run) => <Markdown key={run[0]?.anchor} source={run.map(({ markdown }) => markdown).join('')} anchors={run.map(({ anchor }) => anchor)} linkTo={linkTo} lang={langOf(run[0]?.language ?? readerLanguage)} />)}
    </>
  )
}

/** The sections in runs of one language. */
function runsOf(sections: readonly HelpPageSection[]): readonly (readonly HelpPageSection[])[] {
  const runs: HelpPageSection[][] = []
  for (const section of sections) {
    const last = runs.at(-1)
    if (last?.[0]?.language === section.language) last.push(section)
    else runs.push([section])
  }
  return runs
}
