import type { PageWords } from '#lib/i18n/words.ts'
import { isGatewayError, type GatewayFailure } from '#lib/mail/gateway-error.ts'
import type { Refusal, TypedAddress, TypedFieldName } from '#lib/mail/refusal.ts'
import { STATUS } from '../failure-status.ts'

/** A failure in words: what happened, and what to do about it. */
export interface FailureExplanation {
  readonly failure: GatewayFailure
  /** The HTTP status that goes with it. */
  readonly status: number
  readonly sentence: string
  readonly hint: string
  /** What it says beyond its failure, for a page that shows that at its place. */
  readonly refusal?: Refusal
}

/** The words for an error, its own where it has some; what is no GatewayError is a bug of ours, and says so without saying more. */
export function explainFailure(words: PageWords, error: unknown): FailureExplanation {
  const failure = isGatewayError(error) ? error.failure : 'internal'
  const { sentence, hint } = words.failure[failure]
  const refusal = isGatewayError(error) ? error.refusal : undefined
  if (refusal === undefined) return { failure, status: STATUS[failure], sentence, hint }
  return { failure, status: STATUS[failure], sentence: refusalSentence(words, refusal), hint: '', refusal }
}

/** What a refusal says, in the words of its reader. */
export function refusalSentence(words: PageWords, { name, with: values }: Refusal): string {
  // The names of the texts are those of the refusals, and so are their arguments: a test goes through all of them.
  const text = words.refusal[name] as string | ((values: Readonly<Record<string, string | number>>) => string)
  return typeof text === 'string' ? text : text(Object.fromEntries(Object.entries(values ?? {}).map(([key, value]) => [key, shown(words, value as Value)])))
}

type Value = string | number | readonly string[] | readonly TypedAddress[]

const MOST_NAMED = 20
const MOST_LETTERS = 80

function shown(words: PageWords, value: Value): string | number {
  if (typeof value === 'string' || typeof value === 'number') return value
  const { addressIn, more } = words.refusalParts
  const named = value.slice(0, MOST_NAMED).map((each) => (typeof each === 'string' ? fieldName(words, each) : addressIn({ text: shortened(each.text), field: fieldName(words, each.field) })))
  return named.join(', ') + (value.length > MOST_NAMED ? ` ${more({ count: value.length - MOST_NAMED })}` : '')
}

/** A field of a message, or of a contact; a property that no form has goes by its own name. */
function fieldName({ compose, composing, contacts }: PageWords, field: string): string {
  if (field === 'body') return compose.message
  if (field === 'headers') return composing.headers
  if (field === 'photo') return contacts.photo
  if (isKey(contacts.fields, field)) return contacts.fields[field]
  return TYPED.has(field) ? compose[field as NamedField] : field
}

type NamedField = Exclude<TypedFieldName, 'body' | 'headers'>
const TYPED: ReadonlySet<string> = new Set<NamedField>(['to', 'cc', 'bcc', 'replyTo', 'subject'])

function isKey<T extends object>(words: T, name: string): name is Extract<keyof T, string> {
  return Object.hasOwn(words, name)
}

function shortened(text: string): string {
  return text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS)}…` : text
}
