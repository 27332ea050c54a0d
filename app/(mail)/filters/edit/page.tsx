import { FilterEditor } from '#components/filters/filter-editor.tsx'
import { PlainPage } from '#components/shell/plain-page.tsx'
import { askFilterHelp, readFilter } from '#lib/gateway/filters/read-filter.ts'
import { failedForm, rememberedFields } from '#lib/http/failed-forms.ts'
import { filterDesk, hasFilters } from '#lib/http/filters/filter-desk.ts'
import { shownMistake } from '#lib/http/filters/answer-mistake.ts'
import { whoseOf } from '#lib/http/seats/accounts-here.ts'
import { appUrls, currentSite, formToken, hasModule, requireSession } from '#lib/http/wiring.ts'
import { helpLink } from '#lib/http/wording/help-link.ts'
import { pageWords } from '#lib/http/wording/reader-language.ts'
import { filterFor, readFilterMark } from '#lib/mail/filters/filter-for.ts'
import { isGatewayError } from '#lib/mail/gateway-error.ts'
import { attempt, one, sayingOf, valueOf, type Search } from '../../load-mail-screen.ts'
import { NoSuchPage } from '../../../no-such-page.tsx'

export default async function EditFilterPage({ searchParams }: { searchParams: Promise<Search> }) {
  if (!(await hasModule('filters'))) return <NoSuchPage />
  const urls = appUrls()
  const search = await searchParams
  const name = one(search.name)
  const here = name === undefined ? urls.newFilter() : urls.filter(name)
  const session = await requireSession(here)
  if (!hasFilters(session)) return <NoSuchPage />
  const words = await pageWords()
  const failed = failedForm(one(search.failed))
  const fields = rememberedFields(one(search.typed)) ?? failed?.fields
  // Only the form with the rules has any.
  const mark = name === undefined ? readFilterMark(one(search.from), one(search.list)) : undefined
  const typed = fields?.text ? Object.fromEntries(Object.entries(fields).map(([field, values]) => [field, values[0] ?? ''])) : mark && { text: filterFor(mark) }
  const desk = filterDesk(session)
  const read = await attempt(async () => {
    if (name === undefined) return { ...(await askFilterHelp(desk)), there: undefined }
    try {
      const { content: _, ...there } = await readFilter(desk, name)
      return { ...there, there }
    } catch (error) {
      // What was typed into one that is gone meanwhile is kept all the same.
      if (typed === undefined || !isGatewayError(error) || error.failure !== 'no-such-part') throw error
      return { ...(await askFilterHelp(desk)), there: undefined }
    }
  })
  const opened = valueOf(read)
  const mistake = failed?.refusal?.name === 'filter-wrong' ? shownMistake(words, failed.refusal.with.answer) : undefined
  const saying = await sayingOf(search, 'failure' in read ? read.failure : undefined)
  const title = opened?.there ? words.filters.editTitle({ name: opened.there.name }) : name ?? words.filters.newTitle
  return (
    <PlainPage title={title} site={(await currentSite(session)).title} whose={await whoseOf(session)} urls={urls} words={words} help={await helpLink('filters')} saying={mistake && opened ? undefined : saying}>
      {opened ? (
        <FilterEditor {...opened} typed={typed} isConflict={typed !== undefined && failed?.refusal?.name === 'filter-changed'} mistake={mistake} here={here} urls={urls} token={await formToken(session)} words={words} />
      ) : (
        <>
          <h1>{title}</h1>
          {typed?.text !== undefined && <textarea readOnly rows={18} cols={76} aria-label={words.filters.rules} defaultValue={typed.text} />}
          <p><a href={urls.filters()}>{words.filters.all}</a></p>
        </>
      )}
    </PlainPage>
  )
}
