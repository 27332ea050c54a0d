import type { ReactNode } from 'react'
import { HelpContents } from '#components/help/help-contents.tsx'
import { HelpPageText } from '#components/help/help-page-text.tsx'
import { HelpSearch } from '#components/help/help-search.tsx'
import { PlainPage } from '#components/shell/plain-page.tsx'
import { appUrls, currentSite, hasModule } from '#lib/http/wiring.ts'
import { pageLanguage, pageWords } from '#lib/http/wording/reader-language.ts'
import { NoSuchPage } from '../no-such-page.tsx'
import { isOffered, type HelpPage } from './contents.ts'
import { readManual } from './read-manual.ts'

/** What an address of the help says besides the page: `in=en` asks for the English one. */
export type HelpQuery = Promise<Readonly<Record<string, string | readonly string[] | undefined>>>

/** One page of the manual with the list of all beside it. */
export async function showHelp({ slug }: HelpPage, query: HelpQuery) {
  const language = await pageLanguage()
  const own = (await readManual(language)).find((each) => each.slug === slug)
  const isEnglishAsked = own?.isForeign === false && language !== 'en' && (await query).in === 'en'
  const page = isEnglishAsked ? (await readManual('en')).find((each) => each.slug === slug) : own
  if (!page || !isOffered(slug, (await currentSite()).modules)) return <NoSuchPage />
  const urls = appUrls()
  return (
    <HelpFrame title={page.title} slug={slug}>
      <HelpPageText {...page} translation={isEnglishAsked ? urls.help(slug) : undefined} readerLanguage={language} urls={urls} words={await pageWords()} />
    </HelpFrame>
  )
}

export interface HelpFrameProps {
  readonly title: string
  /** Of the page that is shown, where it is one of the manual. */
  readonly slug?: string
  /** What the reader has looked for. */
  readonly query?: string
  readonly children: ReactNode
}

/** What stands around every page of the help: the search, and the contents. Where the site has no help it is no page. */
export async function HelpFrame({ title, slug, query = '', children }: HelpFrameProps) {
  if (!(await hasModule('help'))) return <NoSuchPage />
  const urls = appUrls()
  const words = await pageWords()
  const language = await pageLanguage()
  const { title: siteTitle, modules } = await currentSite()
  const manual = (await readManual(language)).filter((page) => isOffered(page.slug, modules))
  const groups = (['people', 'administrators'] as const).map((group) => ({
    title: words.help[group],
    pages: manual.filter((page) => page.group === group).map((page) => ({ title: page.title, lang: page.language === language ? undefined : page.language, url: urls.help(page.slug), isCurrent: page.slug === slug })),
  }))
  return (
    <PlainPage title={title} site={siteTitle} urls={urls} words={words} aside={<HelpContents groups={groups} words={words} />}>
      <HelpSearch action={urls.helpSearch()} query={query} words={words} />
      {children}
    </PlainPage>
  )
}
