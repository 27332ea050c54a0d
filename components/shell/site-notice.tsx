import { isSlotLink } from '#lib/mail/themes/slot-link.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { Markdown } from '../help/markdown.tsx'
import styles from './site-notice.module.css'

/** Messages of the day, in the Markdown of the manual; nothing at all when all of them are empty. `inset` where nothing around it keeps a distance. */
export function SiteNotice({ texts, words, inset = false }: { texts: readonly string[]; words: PageWords; inset?: boolean }) {
  const said = texts.filter((text) => text.trim() !== '')
  if (said.length === 0) return undefined
  return (
    <section className={styles.notice} data-inset={inset ? '' : undefined} aria-label={words.site.messageOfTheDay}>
      {said.map((text, at) => <Markdown key={at} source={text} linkTo={siteLink} anchors={NO_ANCHORS} />)}
    </section>
  )
}

/** An administrator's text in the Markdown of the manual, such as that on the sign-in page. */
export function SiteText({ text }: { text: string }) {
  return text.trim() === '' ? undefined : <div className={styles.text}><Markdown source={text} linkTo={siteLink} anchors={NO_ANCHORS} /></div>
}

/** A heading of such a text must not take the name of a field of the page that it stands on. */
const NO_ANCHORS: readonly string[] = []

/** Where a link of such a text may lead: it is configuration, yet a slip in it must not become a script. */
const siteLink = (href: string): string => (isSlotLink(href) ? href : '#')
