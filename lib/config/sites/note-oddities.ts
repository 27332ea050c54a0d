import { isDeepStrictEqual } from 'node:util'
import { PREFERENCES, type PreferenceName } from '#lib/mail/preferences/schema.ts'
import type { Place } from '#lib/mail/reason.ts'
import type { ConfigNote } from '#lib/mail/sites/config-note.ts'
import type { KeyName } from '../keys.ts'
import { DEFAULT_SITE, type GroupConfig, type SiteConfig } from './site-config.ts'
import type { SettingsTable } from './settings-table.ts'

/** What sites and groups say, and where. */
export interface Saying {
  readonly top: SettingsTable
  readonly sites: readonly SiteConfig[]
  readonly groups: readonly GroupConfig[]
  /** Where a key with its path, such as `site.lab.theme`, is said; undefined where a default holds. */
  readonly from: (name: string) => Place | undefined
}

/** What sites and groups say that is allowed but surely not meant. */
export function noteOddities(saying: Saying): readonly ConfigNote[] {
  const { sites } = saying
  return [
    ...sites.flatMap((site) => unknownLanguages(saying, site)),
    ...defaultsNotOffered(saying),
    ...sites.flatMap((site) => idleBeyondTotal(saying, site)),
    ...locksAgainstSites(saying),
    ...locksOfSharedMembers(saying),
  ]
}

const LANGUAGES: ReadonlySet<string> = new Set(PREFERENCES.language.kind.options.filter((tag) => tag !== 'auto').map((tag) => tag.toLowerCase()))
const isSpoken = (tag: string): boolean => LANGUAGES.has(tag.toLowerCase())

function unknownLanguages({ top, from }: Saying, site: SiteConfig): ConfigNote[] {
  const name = pathOf(site, 'languages')
  const place = from(name)
  if (place === undefined) return []
  const code = site.languages.some(isSpoken) ? 'language-left-out' : 'no-language-left'
  return site.languages.flatMap((tag, at): ConfigNote[] => {
    if (isSpoken(tag)) return []
    const key = `${name}.${at}`
    return [{ ...(place.file === 'postern.toml' ? top.place(key) : place), reason: { code, key, language: tag } }]
  })
}

/** A default among languages that are not offered holds for nobody; a lock does. */
function defaultsNotOffered({ top, sites, groups }: Saying): ConfigNote[] {
  return [
    ...sites.flatMap((site): ConfigNote[] => {
      const language = site.defaults.language ?? 'auto'
      const key = pathOf(site, 'defaults.language')
      const said = { key, language }
      if (offers(site, language)) return []
      return [{ ...top.place(key), reason: isDefault(site) ? { code: 'default-not-offered', ...said } : { code: 'site-default-not-offered', ...said, site: titleOf(site) } }]
    }),
    ...groups.flatMap((group): ConfigNote[] => {
      const language = group.defaults.language ?? 'auto'
      const key = `${groupOf(group)}.defaults.language`
      const isOffered = language === 'auto' || sitesOf(sites, group).some((site) => offers(site, language))
      return isOffered ? [] : [{ ...top.place(key), reason: { code: 'group-default-not-offered', key, language } }]
    }),
  ]
}

function offers({ languages }: SiteConfig, tag: string): boolean {
  const spoken = languages.filter(isSpoken)
  return tag === 'auto' || spoken.length === 0 || spoken.some((each) => each.toLowerCase() === tag.toLowerCase())
}

/** Whoever only shortens the total says nothing odd. */
function idleBeyondTotal({ from }: Saying, site: SiteConfig): ConfigNote[] {
  const key = pathOf(site, 'session.idle_minutes')
  const place = from(key)
  const { idleMinutes: idle, totalMinutes: total } = site.session
  return place === undefined || idle <= total ? [] : [{ ...place, reason: { code: 'idle-beyond-total', key, idle, total } }]
}

function locksAgainstSites({ top, sites, groups }: Saying): ConfigNote[] {
  return groups.flatMap((group) =>
    sitesOf(sites, group).flatMap((site) =>
      lockedBy(group)
        .filter((name) => site.locks[name] !== undefined && !isDeepStrictEqual(site.locks[name].value, group.locks[name]?.value))
        .map((preference): ConfigNote => {
          const said = { group: groupOf(group), preference }
          return { ...top.place(`${groupOf(group)}.locks.${preference}`), reason: isDefault(site) ? { code: 'lock-against-default-site', ...said } : { code: 'lock-against-site', ...said, site: titleOf(site) } }
        }),
    ),
  )
}

/** Of the groups of one person the first is heard. */
function locksOfSharedMembers({ top, sites, groups }: Saying): ConfigNote[] {
  return groups.flatMap((group, at) =>
    groups.slice(0, at).flatMap((first) =>
      lockedBy(group)
        .filter((name) => first.locks[name] !== undefined && !isDeepStrictEqual(first.locks[name].value, group.locks[name]?.value))
        .filter((name) => sitesOf(sitesOf(sites, first), group).some((site) => site.locks[name] === undefined && haveSharedMember(first, group, site)))
        .map((preference): ConfigNote => ({ ...top.place(`${groupOf(group)}.locks.${preference}`), reason: { code: 'lock-against-group', group: groupOf(group), preference, first: groupOf(first) } })),
    ),
  )
}

/** Whether somebody who is named in one of the groups is also in the other, on that site. */
function haveSharedMember(one: GroupConfig, other: GroupConfig, { servers }: SiteConfig): boolean {
  const isNamed = (member: string, members: ReadonlySet<string>): boolean => {
    const address = member.includes('@') ? member : `${member}@${servers.domain}`
    return [member, address, `*${address.slice(address.lastIndexOf('@'))}`].some((name) => members.has(name))
  }
  const [ofOne, ofOther] = [new Set(one.members), new Set(other.members)]
  return one.members.some((member) => isNamed(member, ofOther)) || other.members.some((member) => isNamed(member, ofOne))
}

const lockedBy = ({ locks }: GroupConfig): PreferenceName[] => Object.keys(locks) as PreferenceName[]
const sitesOf = (sites: readonly SiteConfig[], { site }: GroupConfig): readonly SiteConfig[] => sites.filter(({ name }) => site === undefined || site === name)
const isDefault = ({ name }: SiteConfig): boolean => name === DEFAULT_SITE
const titleOf = ({ name }: SiteConfig): string => `site.${name}`
const groupOf = ({ name }: GroupConfig): string => `group.${name}`
const pathOf = (site: SiteConfig, key: KeyName | 'defaults.language'): string => (isDefault(site) ? key : `${titleOf(site)}.${key}`)
