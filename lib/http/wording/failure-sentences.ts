import type { PageWords } from '#lib/i18n/words.ts'
import { isGatewayError, type GatewayFailure } from '#lib/mail/gateway-error.ts'
import { STATUS } from '../failure-status.ts'

/** A failure in words: what happened, and what to do about it. */
export interface FailureExplanation {
  readonly failure: GatewayFailure
  /** The HTTP status that goes with it. */
  readonly status: number
  readonly sentence: string
  readonly hint: string
}

/** The words for an error, its own where it has some; what is no GatewayError is a bug of ours, and says so without saying more. */
export function explainFailure(words: PageWords, error: unknown): FailureExplanation {
  const failure = isGatewayError(error) ? error.failure : 'internal'
  const { sentence, hint } = words.failure[failure]
  const own = isGatewayError(error) ? error.sentence : undefined
  return { failure, status: STATUS[failure], sentence: own ?? sentence, hint: own === undefined ? hint : '' }
}
