import type { BegunFromShare } from '#lib/gateway/sharing/begin-from-share.ts'
import { seeOther, withQuery } from '../answers.ts'
import type { PublicCall } from '../call.ts'
import { rememberFailedForm } from '../failed-forms.ts'
import { appUrls } from '../wiring.ts'
import { explainFailure } from '../wording/failure-sentences.ts'

type Asked = Pick<PublicCall<unknown, unknown, unknown>, 'words' | 'requestId'>

/** To the message that was begun, which says why not everything is in it. */
export async function toBegun(asked: Asked, { id, failure }: BegunFromShare): Promise<Response> {
  const page = appUrls().composition(id)
  return seeOther(failure === undefined ? page : withQuery(page, 'failed', await rememberFailure(asked, failure)))
}

/** The id of the sentence that the next page says. */
export async function rememberFailure({ words, requestId }: Asked, failure: unknown): Promise<string> {
  return rememberFailedForm({ ...explainFailure(await words(), failure), requestId, fields: {} })
}
