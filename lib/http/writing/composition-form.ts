import { COMPOSITION_INTENTS, FORM_FIELDS, SENDING_HINTS, type CompositionIntent, type SendingHint } from '#lib/mail/composition.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { FormFields } from '../failed-forms.ts'

/** What the compose form posts beside its files. */
export interface CompositionForm {
  readonly intent: CompositionIntent
  /** The one the page showed; 0 when it named none. */
  readonly revision: number
  /** Undefined where a script posts an intent without the text. */
  readonly typed: Readonly<Record<string, string>> | undefined
  /** The attachment to remove. */
  readonly attachment: string
  /** What a template is to be called. */
  readonly template: string
  /** When to send it, as it was typed. */
  readonly later: string
  /** By the clocks of that zone. */
  readonly zone: string
  /** The hints that the page showed. */
  readonly reviewed: readonly SendingHint[]
}

/** The form's fields. The text is all of them or none. Throws GatewayError 'invalid' for an unknown intent. */
export function readCompositionForm(fields: FormFields): CompositionForm {
  const one = (name: string): string => fields[name]?.[0] ?? ''
  // Buttons that need a value beside their intent carry both: `remove-attachment ID`.
  const [intent = '', attachment = ''] = one('intent').split(' ')
  const isTyped = FORM_FIELDS.some((name) => fields[name] !== undefined)
  return {
    intent: readIntent(intent),
    revision: readRevision(one('revision')),
    attachment: attachment || one('attachment'),
    template: one('template').slice(0, 200),
    later: one('later').slice(0, 40),
    zone: one('zone').slice(0, 64),
    reviewed: readHints(one('reviewed')),
    typed: isTyped ? Object.fromEntries(FORM_FIELDS.map((name) => [name, one(name)])) : undefined,
  }
}

/** The same from JSON: every value a string, or the revision a number. */
export function fieldsOfJson(value: unknown): FormFields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new GatewayError('invalid', 'JSON')
  const entries = Object.entries(value).filter(([, field]) => typeof field === 'string' || typeof field === 'number')
  return Object.fromEntries(entries.map(([name, field]) => [name, [String(field)]]))
}

/** The hints that such a list names, apart by blanks. */
export function readHints(text: string): readonly SendingHint[] {
  const named = text.split(' ')
  return SENDING_HINTS.filter((hint) => named.includes(hint))
}

function readIntent(text: string): CompositionIntent {
  const intent = COMPOSITION_INTENTS.find((known) => known === text)
  // Enter in a field of a browser without scripts presses the first button, which is Save.
  if (text === '') return 'save'
  if (!intent) throw new GatewayError('invalid', 'intent')
  return intent
}

function readRevision(text: string): number {
  return /^[0-9]{1,9}$/.test(text) ? Number(text) : 0
}
