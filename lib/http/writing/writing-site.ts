import 'server-only'
import { openWriting, type Writer, type Writing } from '#lib/gateway/writing/writing.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { join } from 'node:path'
import manifest from '../../../package.json' with { type: 'json' }
import { isImposed } from '#lib/mail/preferences/effective.ts'
import { PREFERENCE_NAMES } from '#lib/mail/preferences/schema.ts'
import { writtenLocale } from '#lib/i18n/formats.ts'
import { contactsOf } from '../address-book/contacts.ts'
import { preferences } from '../preferences/preferences-of.ts'
import { processSingleton } from '../process-singleton.ts'
import { siteOfSession } from '../site-of-session.ts'
import { signedIn } from '../entrance.ts'
import { pageLanguage, pageWords } from '../wording/reader-language.ts'
import { appUrls, config, connectionsOf, log, sessionOf } from '../wiring.ts'
import type { WritingSite } from './composition-post.ts'

/** What people are writing, kept by this process for all of them. */
export function writing(): Promise<Writing> {
  return processSingleton('writing', () => {
    const { data, limits } = config()
    return openWriting({ folder: join(data, 'gateway'), messageSize: limits.messageSize, version: manifest.version, log: log() })
  })
}

/** Somebody who writes. The connections outlive the request: what was begun is finished although the browser has gone. */
export async function writerOf(session: SignedIn): Promise<Writer> {
  const all = await writing()
  const messageSize = siteOfSession(config(), session)?.limits.messageSize ?? all.messageSize
  const { effective, values } = await preferences(session)
  const { quoting } = await pageWords()
  const collect: Pick<Writer, 'collect'> = siteOfSession(config(), session)?.modules.contacts === true ? { collect: async (used) => collectFor(session, used) } : {}
  return { ...collect, writing: { ...all, messageSize }, session, connections: connectionsOf(session), habits: values, imposed: new Set(PREFERENCE_NAMES.filter((name) => isImposed(effective[name]))), language: { quoting, locale: writtenLocale(await pageLanguage()) } }
}

async function collectFor(session: SignedIn, used: Parameters<NonNullable<Writer['collect']>>[0]): Promise<void> {
  const { store, who } = await contactsOf(session)
  await store.recordUse(who, used, Date.now())
}

/** For the routes of compositions. */
export const writingSite: WritingSite = { entrance: signedIn, sessionOf, writerOf, urls: appUrls }
