import 'server-only'
import type { Writer } from '#lib/gateway/writing/writing.ts'
import { writtenLocale } from '#lib/i18n/formats.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { signedIn } from '../entrance.ts'
import { fileLinksOf } from '../file-links/file-links-of.ts'
import { remindFor } from '../reminders/reminder-site.ts'
import { pageLanguage, pageWords } from '../wording/reader-language.ts'
import { appUrls, writingSessionOf } from '../wiring.ts'
import type { WritingSite } from './composition-post.ts'
import { deskOf } from './desk.ts'
import { laterOf } from './outbox-site.ts'
import { rememberLanguages, rememberWord } from './spelling-site.ts'

/** Somebody who writes, in the language of the page. */
export async function writerOf(session: SignedIn): Promise<Writer> {
  const { quoting } = await pageWords()
  const desk = await deskOf(session, { quoting, locale: writtenLocale(await pageLanguage()) })
  const fileLinks = await fileLinksOf(session)
  return { ...desk, later: await laterOf(session), remind: remindFor(session), ...(fileLinks && { fileLinks }) }
}

/** For the routes of compositions. */
export const writingSite: WritingSite = { entrance: signedIn, sessionOf: writingSessionOf, writerOf, urls: appUrls, spelling: { rememberWord, rememberLanguages } }
