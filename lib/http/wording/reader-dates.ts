import type { DateWriter, Formats } from '#lib/i18n/formats.ts'
import { knownZone } from '#lib/i18n/formats.ts'
import type { PreferenceValues } from '#lib/mail/preferences/schema.ts'

/** Dates as somebody set them, in the zone that they chose, else that of the server: for pages that only the server writes. */
export function readerDates(formats: Formats, values: Pick<PreferenceValues, 'time_zone' | 'formats.clock' | 'formats.date'>): DateWriter {
  return formats.dates({ zone: knownZone(values.time_zone || undefined), now: new Date().toISOString(), hours: values['formats.clock'], day: values['formats.date'] })
}
