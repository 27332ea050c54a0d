import 'server-only'
import { readPreferences, valuesOf, type Preferences, type PreferencesOf } from '#lib/gateway/preferences/preferences.ts'
import type { PreferenceValues } from '#lib/mail/preferences/schema.ts'
import { MetadataMemory, openPreferenceStore, preferencesOnServer, type PreferenceStore } from '#lib/gateway/preferences/open-store.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { processSingleton } from '../process-singleton.ts'
import { config, connectionsOf, currentSite, groupsOf, log } from '../wiring.ts'

/** The preferences of somebody who is signed in, and who else has a say in them. */
export async function preferencesOf(session: SignedIn): Promise<PreferencesOf> {
  return { store: storeOf(session), account: session.account, site: await currentSite(session), groups: groupsOf(session), log: log() }
}

/** What holds for somebody who is signed in; `values` for those who only act on it. Read once for a request, whose session it is. */
export function preferences(session: SignedIn): Promise<Preferences & { readonly values: PreferenceValues }> {
  const known = requests.get(session) ?? read(session)
  requests.set(session, known)
  return known
}

const requests = new WeakMap<SignedIn, Promise<Preferences & { readonly values: PreferenceValues }>>()

async function read(session: SignedIn): Promise<Preferences & { readonly values: PreferenceValues }> {
  const found = await readPreferences(await preferencesOf(session))
  return { ...found, values: valuesOf(found.effective) }
}

function storeOf(session: SignedIn): () => Promise<PreferenceStore> {
  if (config().preferences.storage === 'gateway') return preferenceStore
  const memory = processSingleton('preferences-metadata', () => new MetadataMemory())
  return async () => preferencesOnServer(connectionsOf(session), memory, preferenceStore)
}

interface Holder {
  opened?: Promise<PreferenceStore>
}

/** A storage that cannot be reached is asked no more often, in milliseconds: a page must not wait for it each time. */
const RETRY_AFTER = 5_000

/** Where this gateway itself keeps preferences. Opened at first use; one that could not be opened is tried again a little later. */
export function preferenceStore(): Promise<PreferenceStore> {
  const holder = processSingleton<Holder>('preferences', () => ({}))
  return (holder.opened ??= openPreferenceStore(config().data, config().preferences.database).catch((error: unknown) => {
    setTimeout(() => delete holder.opened, RETRY_AFTER).unref()
    throw error
  }))
}
