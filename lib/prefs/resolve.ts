import { isImposed, type Effective, type EffectivePreferences, type PreferenceRules } from '#lib/mail/preferences/effective.ts'
import { PREFERENCE_NAMES, PREFERENCES, type PreferenceName, type PreferenceValues } from '#lib/mail/preferences/schema.ts'

/** Everybody who has a say, from the widest to the nearest. */
export interface Levels {
  readonly site: PreferenceRules
  /** The groups that the person belongs to; the first that says something is heard. */
  readonly groups: readonly PreferenceRules[]
  readonly person: Partial<PreferenceValues>
}

/**
 * What holds for one person: built-in < site < group < person, and a lock at the site, then at a group, over all of them.
 * What is hidden is the administrator's alone: the person's own value, from before it was hidden, does not count.
 */
export function resolvePreferences(levels: Levels): EffectivePreferences {
  const resolved = Object.fromEntries(PREFERENCE_NAMES.map((name) => [name, resolve(name, levels)])) as unknown as EffectivePreferences
  const effective = { ...resolved, 'identity.signature_format': asSigned(resolved['identity.signature'], levels) }
  return { ...effective, identities: alike(keptIdentities(effective), effective) }
}

/** How a signature is written belongs to it: who imposes the one says the other, too. */
function asSigned(signature: Effective<'identity.signature'>, levels: Levels): Effective<'identity.signature_format'> {
  if (!isImposed(signature)) return resolve('identity.signature_format', levels)
  const format = resolve('identity.signature_format', { ...levels, person: {} })
  const lock = format.lock ?? signature.lock
  return { ...format, ...(lock ? { lock } : {}), hidden: format.hidden || signature.hidden }
}

/** Whoever may not choose a name or address has no others either: what is locked or hidden there is so in the list. */
function keptIdentities({ identities, ...effective }: EffectivePreferences): Effective<'identities'> {
  if (identities.lock) return identities
  const kept = [effective['identity.address'], effective['identity.full_name']]
  const lock = kept.find((each) => each.lock)?.lock
  if (lock) return { value: [], from: lock.level, lock, hidden: identities.hidden }
  return kept.some(({ hidden }) => hidden) ? { value: [], from: 'built-in', hidden: true } : identities
}

/** What is imposed on the usual identity is so on all of them. */
function alike(identities: Effective<'identities'>, effective: EffectivePreferences): Effective<'identities'> {
  const locked = Object.fromEntries(ALIKE.flatMap((field) => (isImposed(effective[`identity.${field}`]) ? [[field, effective[`identity.${field}`].value]] : [])))
  return { ...identities, value: identities.value.map((identity) => ({ ...identity, ...locked })) }
}

const ALIKE = ['reply_to', 'organization', 'signature_format', 'signature'] as const

function resolve<Name extends PreferenceName>(name: Name, { site, groups, person }: Levels): Effective<Name> {
  const hidden = [site, ...groups].some((rules) => rules.hidden.includes(name))
  const siteLock = site.locks[name]
  if (siteLock) return { value: siteLock.value, from: 'site', lock: { level: 'site', reason: siteLock.reason }, hidden }
  const groupLock = groups.find(({ locks }) => locks[name])?.locks[name]
  if (groupLock) return { value: groupLock.value, from: 'group', lock: { level: 'group', reason: groupLock.reason }, hidden }
  const own = person[name]
  if (own !== undefined && !hidden) return { value: own as PreferenceValues[Name], from: 'person', hidden }
  const groupDefault = groups.find(({ defaults }) => defaults[name] !== undefined)?.defaults[name]
  if (groupDefault !== undefined) return { value: groupDefault as PreferenceValues[Name], from: 'group', hidden }
  const siteDefault = site.defaults[name]
  if (siteDefault !== undefined) return { value: siteDefault as PreferenceValues[Name], from: 'site', hidden }
  return { value: PREFERENCES[name].fallback as PreferenceValues[Name], from: 'built-in', hidden }
}

/** The values alone, for those who only act on them. */
export function valuesOf(effective: EffectivePreferences): PreferenceValues {
  return Object.fromEntries(PREFERENCE_NAMES.map((name) => [name, effective[name].value])) as unknown as PreferenceValues
}
