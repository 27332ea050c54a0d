import { isDeepStrictEqual } from 'node:util'
import { PREFERENCES, type PreferenceName } from '#lib/mail/preferences/schema.ts'
import type { KeyName } from '../keys.ts'
import { DEFAULT_SITE, type GroupConfig, type SiteConfig } from './site-config.ts'
import type { SettingsTable } from './settings-table.ts'

/** What sites and groups say, and where. */
export interface Saying {
  readonly top: SettingsTable
  readonly sites: readonly SiteConfig[]
  readonly groups: readonly GroupConfig[]
  /** Where a key with its path, such as `site.lab.theme`, is said; undefined where a default holds. */
  readonly from: (name: string) => string | undefined
}

/** What sites and groups say that is allowed but surely not meant, a sentence each. */
export function noteOddities(saying: Saying): readonly string[] {
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

function unknownLanguages({ top, from }: Saying, site: SiteConfig): string[] {
  const name = pathOf(site, 'languages')
  const place = from(name)
  if (place === undefined) return []
  const otherwise = site.languages.some(isSpoken) ? 'it is left out' : 'all of its languages are offered'
  return site.languages.flatMap((tag, at) => {
    if (isSpoken(tag)) return []
    const element = `${name}.${at}`
    return [`${place.startsWith('postern.toml') ? top.place(element) : place}: ${element} is "${tag}", which Postern does not speak: ${otherwise}`]
  })
}

/** A default among languages that are not offered holds for nobody; a lock does. */
function defaultsNotOffered({ top, sites, groups }: Saying): string[] {
  const note = (path: string, tag: string, who: string): string => `${top.place(path)}: ${path} is "${tag}", which ${who} not offer: it has no effect`
  return [
    ...sites.flatMap((site) => {
      const tag = site.defaults.language ?? 'auto'
      return offers(site, tag) ? [] : [note(pathOf(site, 'defaults.language'), tag, `${title(site)} does`)]
    }),
    ...groups.flatMap((group) => {
      const tag = group.defaults.language ?? 'auto'
      return tag === 'auto' || sitesOf(sites, group).some((site) => offers(site, tag)) ? [] : [note(`group.${group.name}.defaults.language`, tag, 'its sites do')]
    }),
  ]
}

function offers({ languages }: SiteConfig, tag: string): boolean {
  const spoken = languages.filter(isSpoken)
  return tag === 'auto' || spoken.length === 0 || spoken.some((each) => each.toLowerCase() === tag.toLowerCase())
}

/** Whoever only shortens the total says nothing odd. */
function idleBeyondTotal({ from }: Saying, site: SiteConfig): string[] {
  const name = pathOf(site, 'session.idle_minutes')
  const place = from(name)
  const { idleMinutes, totalMinutes } = site.session
  return place === undefined || idleMinutes <= totalMinutes ? [] : [`${place}: ${name} is ${idleMinutes}, but a session ends after ${totalMinutes} minutes in any case (session.total_minutes)`]
}

function locksAgainstSites({ top, sites, groups }: Saying): string[] {
  return groups.flatMap((group) =>
    sitesOf(sites, group).flatMap((site) =>
      lockedBy(group)
        .filter((name) => site.locks[name] !== undefined && !isDeepStrictEqual(site.locks[name].value, group.locks[name]?.value))
        .map((name) => `${top.place(`group.${group.name}.locks.${name}`)}: group.${group.name} locks ${name} to another value than ${title(site)} does; the site's lock wins`),
    ),
  )
}

/** Of the groups of one person the first is heard. */
function locksOfSharedMembers({ top, sites, groups }: Saying): string[] {
  return groups.flatMap((group, at) =>
    groups.slice(0, at).flatMap((first) =>
      lockedBy(group)
        .filter((name) => first.locks[name] !== undefined && !isDeepStrictEqual(first.locks[name].value, group.locks[name]?.value))
        .filter((name) => sitesOf(sitesOf(sites, first), group).some((site) => site.locks[name] === undefined && haveSharedMember(first, group, site)))
        .map((name) => `${top.place(`group.${group.name}.locks.${name}`)}: group.${group.name} locks ${name} to another value than group.${first.name} does, and somebody is in both; the lock of group.${first.name} wins, which comes first`),
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
const title = ({ name }: SiteConfig): string => (name === DEFAULT_SITE ? 'the default site' : `site.${name}`)
const pathOf = ({ name }: SiteConfig, key: KeyName | 'defaults.language'): string => (name === DEFAULT_SITE ? key : `site.${name}.${key}`)
