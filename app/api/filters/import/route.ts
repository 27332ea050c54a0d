import type { FilterAnswer } from '#lib/api/filter-shapes.ts'
import { saveFilter } from '#lib/gateway/filters/save-filter.ts'
import { json, seeOther, withQuery } from '#lib/http/answers.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { rememberFailedForm } from '#lib/http/failed-forms.ts'
import { filterDesk, hasFilters } from '#lib/http/filters/filter-desk.ts'
import { readFilterFile } from '#lib/http/filters/read-filter-file.ts'
import { accountRoute } from '#lib/http/route.ts'
import { appUrls, withModule } from '#lib/http/wiring.ts'
import { explainFailure } from '#lib/http/wording/failure-sentences.ts'
import { isGatewayError } from '#lib/mail/gateway-error.ts'

/** Keeps a filter from a file, as a new one. What the server refuses stands in the editor, where it can be mended. */
export const POST = withModule('filters', accountRoute({ formPage: () => appUrls().filters(), admits: hasFilters }, signedIn, async ({ request, session, signal, checkToken, wants, words, requestId }) => {
  const { name, text } = await readFilterFile(request, ({ token }) => checkToken(token?.[0]))
  try {
    const { revision } = await saveFilter(filterDesk(session, signal), { name, text, revision: '' })
    const sentence = (await words()).filters.imported({ name })
    return wants === 'json' ? json({ sentence, revision } satisfies FilterAnswer) : seeOther(appUrls().filters(), sentence)
  } catch (error) {
    if (wants === 'json' || !isGatewayError(error)) throw error
    const failed = rememberFailedForm({ ...explainFailure(await words(), error), requestId, fields: { name: [name], text: [text] } })
    return seeOther(withQuery(appUrls().newFilter(), 'failed', failed))
  }
}))
