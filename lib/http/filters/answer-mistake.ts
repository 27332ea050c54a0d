import type { FilterMistake } from '#lib/api/filter-shapes.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { isGatewayError, type FailureBody } from '#lib/mail/gateway-error.ts'
import { lineOfAnswer } from '#lib/mail/filters/script.ts'
import { json } from '../answers.ts'
import type { PublicCall } from '../call.ts'
import { explainFailure } from '../wording/failure-sentences.ts'

/** What a server found wrong, with the line in words. */
export function shownMistake({ filters }: Pick<PageWords, 'filters'>, answer: string): FilterMistake {
  const line = lineOfAnswer(answer)
  return { answer, line, where: line === undefined ? '' : filters.atLine({ line }) }
}

/** The answer to a script whose text the server refused, with its words and the line; any other failure is thrown on. */
export async function answerMistake(error: unknown, call: Pick<PublicCall<unknown, unknown, unknown>, 'words' | 'requestId'>): Promise<Response> {
  if (!isGatewayError(error) || error.refusal?.name !== 'filter-wrong') throw error
  const words = await call.words()
  const { failure, sentence, status } = explainFailure(words, error)
  return json({ failure, sentence, requestId: call.requestId, ...shownMistake(words, error.refusal.with.answer) } satisfies FailureBody & FilterMistake, status)
}
