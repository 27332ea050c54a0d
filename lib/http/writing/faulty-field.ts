import type { TypedFieldName } from '#lib/mail/refusal.ts'
import type { FailedForm } from '../failed-forms.ts'

const RECIPIENT_FIELDS = ['to', 'cc', 'bcc'] as const

/** The field of the compose form that has to be looked at before anything else: the first that a refusal names; undefined for one that is about no field. */
export function faultyField({ refusal, fields }: Pick<FailedForm, 'refusal' | 'fields'>): TypedFieldName | undefined {
  switch (refusal?.name) {
    case 'addresses-unusable': return refusal.with.addresses[0]?.field
    case 'fields-control':
    case 'fields-long': return refusal.with.fields[0]
    case 'header-line':
    case 'header-name': return 'headers'
    case 'no-recipient':
    case 'recipients-many': return 'to'
    case 'submission-recipients': return RECIPIENT_FIELDS.find((field) => addressesIn(fields[field]?.[0] ?? '').some((address) => refusal.with.answer.toLowerCase().includes(address))) ?? 'to'
    default: return undefined
  }
}

/** What the server's words may name of a field. */
function addressesIn(typed: string): readonly string[] {
  return typed.toLowerCase().match(/[^\s<>,;:"()]+@[^\s<>,;:"()]+/g) ?? []
}
