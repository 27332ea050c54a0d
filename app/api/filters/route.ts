import { FILTER_FORM_LIMIT, filterPost, type FilterAnswer } from '#lib/api/filter-shapes.ts'
import { deleteFilter, renameFilter, stopFilter, useFilter } from '#lib/gateway/filters/change-filter.ts'
import { listFilters } from '#lib/gateway/filters/list-filters.ts'
import { checkFilter, saveFilter } from '#lib/gateway/filters/save-filter.ts'
import { json, noContent, seeOther, withQuery } from '#lib/http/answers.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { rememberFields } from '#lib/http/failed-forms.ts'
import { answerMistake } from '#lib/http/filters/answer-mistake.ts'
import { filterDesk, hasFilters } from '#lib/http/filters/filter-desk.ts'
import { accountRoute } from '#lib/http/route.ts'
import { appUrls, withModule } from '#lib/http/wiring.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'

export const GET = withModule('filters', accountRoute({ admits: hasFilters }, signedIn, async ({ session, signal }) => json(await listFilters(filterDesk(session, signal)))))

/** Saves, checks, uses, renames or deletes a filter. */
export const POST = withModule('filters', accountRoute({ body: filterPost, bodyLimit: FILTER_FORM_LIMIT, formPage: () => appUrls().filters(), admits: hasFilters }, signedIn, async (call) => {
  const { session, body, signal, wants } = call
  const [desk, urls] = [filterDesk(session, signal), appUrls()]
  const { filters } = await call.words()
  const done = (path: string, notice: string): Response => (wants === 'json' ? noContent() : seeOther(path, notice))
  switch (body.intent) {
    case 'save': {
      const asNew = body.as !== ''
      const name = asNew ? body.as : body.revision === '' ? body.name.trim() : body.name
      try {
        const { isActive, revision, warnings } = await saveFilter(desk, { name, text: body.text, revision: asNew ? '' : body.revision })
        const sentence = [isActive ? filters.saved({ name }) : filters.savedIdle({ name }), warnings === '' ? '' : filters.warns({ warnings })].filter(Boolean).join(' ')
        return wants === 'json' ? json({ sentence, revision } satisfies FilterAnswer) : seeOther(urls.filter(name), sentence)
      } catch (error) {
        if (wants === 'json') return answerMistake(error, call)
        throw error
      }
    }
    case 'check':
      try {
        const warnings = await checkFilter(desk, body.text)
        const sentence = warnings === '' ? filters.checked : `${filters.checked} ${filters.warns({ warnings })}`
        if (wants === 'json') return json({ sentence, revision: '' } satisfies FilterAnswer)
        const typed = rememberFields({ name: [body.name], text: [body.text], revision: [body.revision], as: [body.as] })
        return seeOther(withQuery(body.revision === '' ? urls.newFilter() : urls.filter(body.name), 'typed', typed), sentence)
      } catch (error) {
        if (wants === 'json') return answerMistake(error, call)
        throw error
      }
    case 'use':
      await useFilter(desk, body.name)
      return done(urls.filters(), filters.used({ name: body.name }))
    case 'stop':
      await stopFilter(desk, body.name)
      return done(urls.filters(), filters.stopped({ name: body.name }))
    case 'rename':
      await renameFilter(desk, body.name, body.to)
      return done(urls.filter(body.to), filters.renamed({ name: body.name, newName: body.to }))
    case 'delete':
      if (wants === 'page' && body.confirm !== 'yes') throw new GatewayError('invalid', 'not confirmed', { refusal: { name: 'filter-not-confirmed' } })
      await deleteFilter(desk, body.name, body.revision)
      return done(urls.filters(), filters.deleted({ name: body.name }))
  }
}))
