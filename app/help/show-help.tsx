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

/** One page of the manual with the list of all beside it. */
export async function showHelp({ slug }: HelpPage) {
  const page = (await readManual(await pageLanguage())).find((each) => each.slug === slug)
  if (!page || !isOffered(slug, (await currentSite()).modules)) return <NoSuchPage />
  const urls = appUrls()
  /** Pages name each other by their last part; everything else stays as it is. */
  const linkTo = (href: string): string => (/^[a-z]/.test(href) && !href.includes(':') ? urls.help(href) : href)
  return (
    <HelpFrame title={page.title} slug={slug}>
      <HelpPageText {...page} readerLanguage={await pageLanguage()} linkTo={linkTo} words={await pageWords()} />
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
