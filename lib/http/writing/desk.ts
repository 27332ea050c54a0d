import 'server-only'
import { join } from 'node:path'
import { keepLeftByMessage } from '#lib/gateway/answers/left-by-message.ts'
import { scanWith } from '#lib/gateway/scanning/scanner.ts'
import { openWriting, type Writer, type WritingLanguage, type Writing } from '#lib/gateway/writing/writing.ts'
import { isImposed } from '#lib/mail/preferences/effective.ts'
import { PREFERENCE_NAMES } from '#lib/mail/preferences/schema.ts'
import { contactsOf } from '../address-book/contacts.ts'
import { preferences } from '../preferences/preferences-of.ts'
import { openedSingleton } from '../process-singleton.ts'
import { answersOf } from '../reading/answers-of.ts'
import { tracedAccount } from '../sessions/traced-account.ts'
import { VERSION } from '../serving/version.ts'
import { siteOfSession } from '../site-of-session.ts'
import { config, connectionsOf, htmlSanitizer, log, type SignedIn } from '../wiring.ts'

/** What people are writing, kept by this process for all of them. */
export function writing(): Promise<Writing> {
  return openedSingleton('writing', () => {
    const { data, limits, scanning } = config()
    return openWriting({ folder: join(data, 'gateway'), messageSize: limits.messageSize, version: VERSION, log: log(), ...(scanning && { scan: scanWith(scanning, log()) }) })
  })
}

/** Somebody who writes, with or without a request. The connections outlive one: what was begun is finished although the browser has gone. */
export async function deskOf(session: SignedIn, language: WritingLanguage): Promise<Writer> {
  const all = await writing()
  const site = siteOfSession(config(), session)
  const { effective, values } = await preferences(session)
  const sanitize = htmlSanitizer()
  return {
    ...(site?.modules.contacts === true ? { collect: async (used) => collectFor(session, used) } : {}),
    leaveList: (sent) => keepLeftByMessage(connectionsOf(session), answersOf(session), sent),
    ...(sanitize ? { sanitize } : {}),
    writing: { ...all, messageSize: site?.limits.messageSize ?? all.messageSize, traced: (account) => tracedAccount(config(), account) },
    session,
    connections: connectionsOf(session),
    habits: values,
    imposed: new Set(PREFERENCE_NAMES.filter((name) => isImposed(effective[name]))),
    language,
  }
}

async function collectFor(session: SignedIn, used: Parameters<NonNullable<Writer['collect']>>[0]): Promise<void> {
  const { store, who } = await contactsOf(session)
  await store.recordUse(who, used, Date.now())
}
