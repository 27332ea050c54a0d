import { FilterList } from '#components/filters/filter-list.tsx'
import { PlainPage } from '#components/shell/plain-page.tsx'
import { listFilters } from '#lib/gateway/filters/list-filters.ts'
import { filterDesk, hasFilters } from '#lib/http/filters/filter-desk.ts'
import { whoseOf } from '#lib/http/seats/accounts-here.ts'
import { appUrls, currentSite, formToken, hasModule, requireSession } from '#lib/http/wiring.ts'
import { helpLink } from '#lib/http/wording/help-link.ts'
import { pageWords } from '#lib/http/wording/reader-language.ts'
import { attempt, sayingOf, valueOf, type Search } from '../load-mail-screen.ts'
import { NoSuchPage } from '../../no-such-page.tsx'

export default async function FiltersPage({ searchParams }: { searchParams: Promise<Search> }) {
  if (!(await hasModule('filters'))) return <NoSuchPage />
  const urls = appUrls()
  const session = await requireSession(urls.filters())
  if (!hasFilters(session)) return <NoSuchPage />
  const words = await pageWords()
  const listed = await attempt(() => listFilters(filterDesk(session)))
  const saying = await sayingOf(await searchParams, 'failure' in listed ? listed.failure : undefined)
  return (
    <PlainPage title={words.filters.title} site={(await currentSite(session)).title} whose={await whoseOf(session)} urls={urls} words={words} help={await helpLink('filters')} saying={saying}>
      <FilterList scripts={valueOf(listed)} urls={urls} token={await formToken(session)} words={words} />
    </PlainPage>
  )
}
