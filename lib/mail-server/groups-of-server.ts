import type { AccountGroups } from '#lib/accounts/account-groups.ts'
import type { Config } from '#lib/config/config.ts'
import { groupsInTheBox } from '#lib/config/servers-in-the-box.ts'
import { isAmong } from '#lib/config/sites/groups-of.ts'

/** Every `[group.NAME]` that counts for accounts of this server: their names, or their addresses in its domains. */
export function groupsOfServer(config: Pick<Config, 'groups' | 'sites' | 'mail'>): AccountGroups {
  const groups = groupsInTheBox(config)
  const domains = config.mail.domains.length > 0 ? config.mail.domains : ['localhost']
  return {
    has: (name) => groups.some((group) => group.name === name),
    of: (account) => groups.filter(({ members }) => domains.some((domain) => isAmong(members, { user: account, address: `${account}@${domain}` }))).map(({ name }) => name),
  }
}
