import { HelpContents } from '#components/help/help-contents.tsx'
import { Markdown } from '#components/help/markdown.tsx'
import { PlainPage } from '#components/shell/plain-page.tsx'
import { appUrls } from '#lib/http/wiring.ts'
import { words } from '#lib/i18n/words.ts'
import { findHelpPage, PAGES, readHelpPage, type HelpPage } from './contents.ts'

/** One page of the manual with the list of all beside it. */
export async function showHelp(page: HelpPage) {
  const urls = appUrls()
  const groups = (['people', 'administrators'] as const).map((group) => ({
    title: words.help[group],
    pages: PAGES.filter((each) => each.group === group).map(({ slug, title }) => ({ title, url: urls.help(slug), isCurrent: slug === page.slug })),
  }))
  /** Pages name each other by their last part; everything else stays as it is. */
  const linkTo = (href: string): string => (findHelpPage(href) ? urls.help(href) : href)
  return (
    <PlainPage title={page.title} urls={urls} aside={<HelpContents groups={groups} />}>
      <Markdown source={await readHelpPage(page)} linkTo={linkTo} />
    </PlainPage>
  )
}
