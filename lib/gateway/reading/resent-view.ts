import type { ResentView } from '#lib/mail/reading/message-view.ts'
import { visibleAddress } from '#lib/mail/reading/visible-text.ts'
import { parseAddresses } from '#lib/mime/addresses.ts'
import { parseDate } from '#lib/mime/date.ts'
import { decodeRawOctets } from '#lib/mime/encoded-words.ts'
import { firstValue, parseHeader } from '#lib/mime/header.ts'

/** People of one line that are named. */
const PEOPLE_SHOWN = 50

/** Who sent the message on last, by the topmost Resent fields: each time puts its own above those before (RFC 5322 §3.6.6). */
export function resentView(header: Uint8Array): { readonly resent?: ResentView } {
  const fields = parseHeader(header)
  const people = (name: string): ResentView['from'] => parseAddresses(decodeRawOctets(firstValue(fields, name) ?? '')).slice(0, PEOPLE_SHOWN).map(visibleAddress)
  const from = people('resent-from')
  const time = parseDate(firstValue(fields, 'resent-date') ?? '')?.time
  if (from.length === 0) return {}
  return { resent: { from, to: people('resent-to'), ...(time === undefined ? {} : { date: new Date(time).toISOString() }) } }
}
