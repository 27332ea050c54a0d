import { HelpContents } from '#components/help/help-contents.tsx'
import { Markdown } from '#components/help/markdown.tsx'
import { PlainPage } from '#components/shell/plain-page.tsx'
import { appUrls, currentSite, hasModule } from '#lib/http/wiring.ts'
import { pageWords } from '#lib/http/wording/reader-language.ts'
import { NoSuchPage } from '../no-such-page.tsx'
import { findHelpPage, PAGES, readHelpPage, type HelpPage } from './contents.ts'

/** One page of the manual with the list of all beside it. */
export async function showHelp(page: HelpPage) {
  if (!(await hasModule('help'))) return <NoSuchPage />
  const urls = appUrls()
  const words = await pageWords()
  const groups = (['people', 'administrators'] as const).map((group) => ({
    title: words.help[group],
    pages: PAGES.filter((each) => each.group === group).map(({ slug, title }) => ({ title, url: urls.help(slug), isCurrent: slug === page.slug })),
  }))
  /** Pages name each other by their last part; everything else stays as it is. */
  const linkTo = (href: string): string => (findHelpPage(href) ? urls.help(href) : href)
  return (
    <PlainPage title={page.title} site={(await currentSite()).title} urls={urls} words={words} aside={<HelpContents groups={groups} words={words} />}>
      <Markdown source={await readHelpPage(page)} linkTo={linkTo} />
    </PlainPage>
  )
}
