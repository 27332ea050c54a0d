import type { FailureExplanation } from './wording/failure-sentences.ts'
import { randomBytes } from 'node:crypto'
import { processSingleton } from './process-singleton.ts'

/** The fields of a form as they were typed, in their order; never a password or a token. */
export type FormFields = Readonly<Record<string, readonly string[]>>

/** A form post that failed: what happened, and what was typed. */
export interface FailedForm extends FailureExplanation {
  /** Also in the log. */
  readonly requestId: string
  readonly fields: FormFields
}

interface Kept {
  readonly until: number
  readonly form?: FailedForm
  readonly notice?: string
  readonly fields?: FormFields
  readonly octets: number
}

const LIFE = 15 * 60_000
/** Enough for every form that fails within a quarter of an hour; the oldest make room. */
const ENTRIES = 500
const OCTETS = 32 * 1024 * 1024
const SECRET_FIELDS = new Set(['password', 'new_password', 'new_password_again', 'token'])

const kept = (): Map<string, Kept> => processSingleton('failed-forms', () => new Map<string, Kept>())

/** Keeps a failed form for a quarter of an hour under a random id, which stands in the URL of the page that shows it. */
export function rememberFailedForm(form: FailedForm): string {
  const fields = Object.fromEntries(Object.entries(form.fields).filter(([name]) => !SECRET_FIELDS.has(name)))
  const octets = Object.values(fields).flat().reduce((sum, value) => sum + value.length * 2, 200)
  return remember({ form: { ...form, fields: octets > OCTETS / 4 ? {} : fields }, octets: Math.min(octets, OCTETS / 4) })
}

/** The failed form of that id; undefined when there is none, or not any more. */
export function failedForm(id: string | undefined): FailedForm | undefined {
  return recall(id)?.form
}

/** Keeps what was typed, for the next page to show it again. Only for forms without secrets. */
export function rememberFields(fields: FormFields): string {
  return remember({ fields, octets: Object.values(fields).flat().reduce((sum, value) => sum + value.length * 2, 200) })
}

/** What was typed under that id; undefined when it is not there any more. */
export function rememberedFields(id: string | undefined): FormFields | undefined {
  return recall(id)?.fields
}

/** Keeps a sentence that the next page shows once it is there. */
export function rememberNotice(sentence: string): string {
  return remember({ notice: sentence, octets: sentence.length * 2 })
}

/** The sentence of that id; undefined when there is none. */
export function notice(id: string | undefined): string | undefined {
  return recall(id)?.notice
}

function remember(entry: Omit<Kept, 'until'>): string {
  const store = kept()
  const now = Date.now()
  let octets = entry.octets
  for (const [id, { until, octets: size }] of store) {
    if (until < now) store.delete(id)
    else octets += size
  }
  for (const [id, { octets: size }] of store) {
    if (store.size < ENTRIES && octets <= OCTETS) break
    store.delete(id)
    octets -= size
  }
  const id = randomBytes(16).toString('base64url')
  store.set(id, { ...entry, until: now + LIFE })
  return id
}

function recall(id: string | undefined): Kept | undefined {
  if (id === undefined || id.length !== 22) return undefined
  const entry = kept().get(id)
  return entry && entry.until >= Date.now() ? entry : undefined
}
