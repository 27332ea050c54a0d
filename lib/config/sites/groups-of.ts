import type { GroupConfig, SiteConfig } from './site-config.ts'

/** Somebody as a site's own server knows them. */
export interface Person {
  readonly user: string
  readonly address: string
}

/**
 * The groups of somebody who signed in to this site's own server, in the order of the file. Names are compared without case.
 * Whoever named another server is in no group: there anybody may be called anything.
 */
export function groupsOf(groups: readonly GroupConfig[], person: Person, site: string): readonly GroupConfig[] {
  return groups.filter((group) => (group.site === undefined || group.site === site) && isAmong(group.members, person))
}

/** Whether a list of user names, addresses and `*@domain` names this person. */
export function isAmong(list: readonly string[], { user, address }: Person): boolean {
  const names = [user.toLowerCase(), address.toLowerCase()]
  const domains = names.filter((name) => name.includes('@')).map((name) => `*${name.slice(name.lastIndexOf('@'))}`)
  return list.some((member) => names.includes(member.toLowerCase()) || domains.includes(member.toLowerCase()))
}

/** The site that a group of theirs leads to, for somebody who signs in on `site` with the server of that site; else `site` itself. */
export function siteOfGroups(sites: readonly SiteConfig[], groups: readonly GroupConfig[], person: Person, site: SiteConfig): SiteConfig {
  const names = groupsOf(groups, person, site.name).map(({ name }) => name)
  return sites.find((each) => each.groups.some((group) => names.includes(group))) ?? site
}
