import type { EffectiveReport } from '#lib/api/admin/admin-shapes.ts'
import { groupsOf } from '#lib/config/sites/groups-of.ts'
import type { GroupConfig, SiteConfig } from '#lib/config/sites/site-config.ts'
import type { Log } from '#lib/log/log.ts'
import { writeFormText } from '#lib/mail/preferences/form-text.ts'
import { PREFERENCE_NAMES } from '#lib/mail/preferences/schema.ts'
import type { PreferenceStore } from '#lib/prefs/preference-store.ts'
import { accountKey } from '#lib/session/account-identity.ts'
import { readPreferences } from '../preferences/preferences.ts'
import { addressOf } from '../sign-in.ts'

export interface EffectiveFor {
  readonly site: SiteConfig
  /** All that there are; those of the person are found among them. */
  readonly groups: readonly GroupConfig[]
  readonly store: () => Promise<PreferenceStore>
  /** The person's own are on their IMAP server, which only they can sign in to. */
  readonly isKeptOnServer: boolean
  readonly log: Log
}

/** Every preference as it holds for somebody who signs in to that site's own server by this name, and where it comes from. */
export async function effectiveFor({ site, groups, store, isKeptOnServer, log }: EffectiveFor, user: string): Promise<EffectiveReport> {
  const { host, port } = site.servers.imap
  const account = accountKey({ site: site.name, host, port, user })
  const own = groupsOf(groups, { user, address: addressOf(user, site.servers.domain) }, site.name)
  const { effective, versions, isAvailable } = await readPreferences({ store, account, site, groups: own, log })
  return {
    user,
    site: { name: site.name, title: site.title },
    groups: own.map(({ name }) => name),
    own: isKeptOnServer ? 'on-server' : isAvailable ? 'read' : 'unavailable',
    hasOwn: Object.keys(versions).length > 0,
    rows: PREFERENCE_NAMES.map((name) => {
      const { value, from, lock, hidden } = effective[name]
      return { name, value: writeFormText(name, value), from, lock, hidden }
    }),
  }
}
