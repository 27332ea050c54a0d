import { HelpResults } from '#components/help/help-results.tsx'
import { QUERY_LIMIT, searchManual } from '#components/help/search-manual.ts'
import { appUrls, currentSite } from '#lib/http/wiring.ts'
import { pageLanguage, pageWords } from '#lib/http/wording/reader-language.ts'
import { HelpFrame } from '../show-help.tsx'
import { isOffered } from '../contents.ts'
import { readManual } from '../read-manual.ts'

interface Props {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>
}

/** The sections of the manual that have the words which the reader asks for. */
export default async function HelpSearchPage({ searchParams }: Props) {
  const { q = '' } = await searchParams
  const query = (typeof q === 'string' ? q : (q[0] ?? '')).slice(0, QUERY_LIMIT).trim()
  const words = await pageWords()
  const language = await pageLanguage()
  const { modules } = await currentSite()
  const manual = (await readManual(language)).filter((page) => isOffered(page.slug, modules))
  const results = searchManual(manual.flatMap(({ sections }) => sections.map((section) => section.searchable)), query)
  return (
    <HelpFrame title={words.help.search} query={query}>
      <h1>{words.help.search}</h1>
      <HelpResults query={query} results={results} urls={appUrls()} language={language} words={words} />
    </HelpFrame>
  )
}
