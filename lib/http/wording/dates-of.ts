import 'server-only'
import { knownZone, type DateWriter } from '#lib/i18n/formats.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { preferences } from '../preferences/preferences-of.ts'
import { pageFormats } from './reader-language.ts'

/** Writes dates for somebody who is signed in: in the language of the page and their time zone. */
export async function datesOf(session: SignedIn): Promise<DateWriter> {
  const { values } = await preferences(session)
  return (await pageFormats()).dates({ zone: values.time_zone || knownZone(undefined), now: new Date().toISOString() })
}
