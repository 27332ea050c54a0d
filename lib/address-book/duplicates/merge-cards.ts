import type { Card, CardProperty } from '#lib/mail/contacts/card.ts'
import { likeness } from './likeness.ts'

/** Properties that a card has once at most (RFC 6350 §6). */
const ONCE = new Set(['n', 'bday', 'anniversary', 'deathdate', 'birthplace', 'deathplace', 'gender', 'kind', 'uid'])
/** What says when and by what a card was written is not about whom. */
const ABOUT_THE_CARD = new Set(['rev', 'prodid', 'version'])
/** A text of many names is their union. */
const LISTS = new Set(['nickname', 'categories'])

/**
 * One card of several, with every value of all: the first card's properties in their order, then what the others add. Of what a card can
 * have once the first stays and the others are kept as X-FORMER-…; REV and PRODID are those of the first. Values that say the same are one,
 * with the types and parameters of both. The first card's preferences hold.
 */
export function mergeCards(cards: readonly Card[]): Card {
  const [first, ...others] = cards
  if (first === undefined) return { properties: [] }
  const merged = [...first.properties]
  for (const { properties } of others) addProperties(merged, properties)
  return { properties: merged }
}

function addProperties(merged: CardProperty[], properties: readonly CardProperty[]): void {
  const index = new Map<string, number[]>()
  for (const [place, property] of merged.entries()) remember(index, property, place)
  const before = bundlesOf(merged)
  const known = new Set([...before.values()].map(bundleKey))
  const names = new Set(before.keys())
  const preferred = new Set(merged.filter(({ parameters }) => parameters.pref !== undefined).map(({ name }) => name))
  for (const [group, bundle] of bundlesOf(properties)) {
    const renamed: CardProperty[] = []
    for (const property of bundle) renamed.push(former(withoutPreference(property, preferred), [...merged, ...renamed]))
    if (known.has(bundleKey(renamed))) continue
    const fresh = freshName(group, names)
    for (const property of renamed) add(merged, index, { ...property, group: fresh })
  }
  for (const property of properties) {
    if (property.group === undefined && !ABOUT_THE_CARD.has(property.name)) add(merged, index, former(withoutPreference(property, preferred), merged))
  }
}

/** Properties that belong together, by their group. */
function bundlesOf(properties: readonly CardProperty[]): Map<string, CardProperty[]> {
  const bundles = new Map<string, CardProperty[]>()
  for (const property of properties) {
    if (property.group === undefined) continue
    const bundle = bundles.get(property.group)
    if (bundle) bundle.push(property)
    else bundles.set(property.group, [property])
  }
  return bundles
}

function bundleKey(bundle: readonly CardProperty[]): string {
  return JSON.stringify(bundle.map(({ name, values, parameters: { pref: _, ...parameters } }) => [name, values, parameters]))
}

function freshName(group: string, taken: Set<string>): string {
  let name = group
  for (let count = 1; taken.has(name); count++) name = `item${count}`
  taken.add(name)
  return name
}

function withoutPreference(property: CardProperty, preferred: ReadonlySet<string>): CardProperty {
  if (!preferred.has(property.name) || property.parameters.pref === undefined) return property
  const { pref: _, ...parameters } = property.parameters
  return { ...property, parameters }
}

/** Under another name where the card has one of it already that says something else. */
function former(property: CardProperty, merged: readonly CardProperty[]): CardProperty {
  if (!ONCE.has(property.name)) return property
  const own = merged.find(({ name }) => name === property.name)
  if (own === undefined || likeness(own) === likeness(property)) return property
  return { ...property, name: `x-former-${property.name}`, type: 'text', values: property.values.flatMap(flat) }
}

/** A structured value in one text, its components between semicolons as vCard has them. */
function flat(value: CardProperty['values'][number]): string[] {
  return [typeof value === 'string' ? value : value.map((component) => (typeof component === 'string' ? component : component.join(','))).join(';')]
}

function add(merged: CardProperty[], index: Map<string, number[]>, property: CardProperty): void {
  if (property.group === undefined) {
    const joinable = (index.get(keyOf(property)) ?? []).flatMap((place) => {
      const own = merged[place]
      const joined = own && joinedWith(own, property)
      return joined === undefined ? [] : [{ place, joined, isSame: JSON.stringify(joined) === JSON.stringify(own), isBound: own?.group !== undefined }]
    })
    // One that says it all already comes before one that would have to learn; what belongs together stays as it is.
    const chosen = joinable.find(({ isSame }) => isSame) ?? joinable.find(({ isBound }) => !isBound)
    if (chosen) {
      merged[chosen.place] = chosen.joined
      return
    }
  }
  remember(index, property, merged.length)
  merged.push(property)
}

function remember(index: Map<string, number[]>, property: CardProperty, place: number): void {
  const places = index.get(keyOf(property))
  if (places) places.push(place)
  else index.set(keyOf(property), [place])
}

function keyOf(property: CardProperty): string {
  return LISTS.has(property.name) ? property.name : `${property.name} ${likeness(property)}`
}

/** The two as one, undefined when a parameter tells them apart. */
function joinedWith(own: CardProperty, other: CardProperty): CardProperty | undefined {
  const { type: ownTypes = [], ...mine } = own.parameters
  const { type: otherTypes = [], ...theirs } = other.parameters
  for (const [name, values] of Object.entries(theirs)) if (mine[name] !== undefined && JSON.stringify(mine[name]) !== JSON.stringify(values)) return undefined
  const types = [...ownTypes, ...otherTypes.filter((type) => !ownTypes.some((one) => one.toLowerCase() === type.toLowerCase()))]
  const values = LISTS.has(own.name) ? [...own.values, ...other.values.filter((value) => !own.values.includes(value))] : own.values
  const parameters = { ...own.parameters, ...theirs, ...(types.length > 0 && { type: types }) }
  return { ...own, values, parameters }
}
