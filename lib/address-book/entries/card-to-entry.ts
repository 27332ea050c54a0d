import { type Card, inOrder, kindOf, preferred, textOf } from '#lib/mail/contacts/card.ts'
import { memberValue, membersOf } from '#lib/mail/contacts/members.ts'
import { nameOf } from '#lib/mail/contacts/names.ts'
import { photoOf } from '#lib/mail/contacts/photo.ts'
import { uidKey } from '#lib/mail/contacts/uid.ts'
import { unheldFields } from './held-properties.ts'

/** An entry's attributes by their names as RFC 4519 and RFC 2798 write them. */
export type EntryAttributes = ReadonlyMap<string, readonly (string | Uint8Array)[]>

export interface CardAsEntry {
  readonly attributes: EntryAttributes
  /** What has no place there, by the names of the form's fields; empty where all of the card is in the attributes. */
  readonly unheld: readonly string[]
}

/** The name of the directory beside the address of an entry from which a contact was copied. */
export const SOURCE_LABEL = 'x-directory='

/** A card as an entry of class inetOrgPerson or groupOfNames, without what says how it is named. `dnOf` finds the entry of a member by its uid. */
export function cardToEntry(card: Card, dnOf: (uid: string) => string | undefined): CardAsEntry {
  return kindOf(card) === 'group' ? groupEntry(card, dnOf) : personEntry(card)
}

function personEntry(card: Card): CardAsEntry {
  const name = textOf(preferred(card, 'fn')).trim() || (inOrder(card, 'email').map(textOf)[0] ?? textOf(preferred(card, 'tel')))
  const { family, given } = nameOf(card)
  const [adr, ...furtherAddresses] = inOrder(card, 'adr')
  const postal = componentsOf(adr?.values[0])
  const org = componentsOf(preferred(card, 'org')?.values[0])
  const photo = photoOf(card)
  const uid = textOf(preferred(card, 'uid'))
  const several = ['title', 'note', 'org', 'photo', 'n'].filter((each) => inOrder(card, each).length > 1)
  return {
    attributes: filled([
      ['cn', [name]],
      ['sn', [family || name]],
      ['givenName', [given]],
      ['mail', inOrder(card, 'email').map(textOf)],
      ...numbers(card),
      ['o', [org[0] ?? '']],
      ['ou', [org[1] ?? '']],
      ['title', [textOf(preferred(card, 'title'))]],
      ['description', [textOf(preferred(card, 'note'))]],
      ['labeledURI', [...inOrder(card, 'url').map(textOf), ...inOrder(card, 'source').map((source) => `${textOf(source)} ${SOURCE_LABEL}${source.parameters['x-directory']?.[0] ?? ''}`)]],
      ['street', [postal[2] ?? '']],
      ['l', [postal[3] ?? '']],
      ['st', [postal[4] ?? '']],
      ['postalCode', [postal[5] ?? '']],
      ['jpegPhoto', photo?.mediaType === 'image/jpeg' ? [photo.bytes] : []],
      ['uid', [uidKey(uid)]],
    ]),
    unheld: [...new Set([...unheldFields(card), ...(furtherAddresses.length > 0 ? ['postal'] : []), ...several])],
  }
}

function groupEntry(card: Card, dnOf: (uid: string) => string | undefined): CardAsEntry {
  const members = membersOf(card).map((member) => ({ member, dn: 'uid' in member ? dnOf(uidKey(member.uid)) : undefined }))
  const outside = members.filter(({ dn }) => dn === undefined).map(({ member }) => ('address' in member ? member.address : memberValue(member)))
  return {
    attributes: filled([['cn', [textOf(preferred(card, 'fn')).trim()]], ['description', [textOf(preferred(card, 'note'))]], ['member', members.flatMap(({ dn }) => dn ?? [])]]),
    unheld: [...unheldFields(card), ...outside],
  }
}

function numbers(card: Card): readonly (readonly [string, readonly string[]])[] {
  const byAttribute = Map.groupBy(inOrder(card, 'tel'), ({ parameters }) => numberAttribute((parameters.type ?? []).map((type) => type.toLowerCase())))
  return [...byAttribute].map(([attribute, all]) => [attribute, all.map((each) => textOf(each).replace(/^tel:/i, ''))] as const)
}

function numberAttribute(types: readonly string[]): string {
  if (types.includes('fax')) return 'facsimileTelephoneNumber'
  if (types.includes('pager')) return 'pager'
  if (types.includes('cell')) return 'mobile'
  return types.includes('home') ? 'homePhone' : 'telephoneNumber'
}

function componentsOf(value: Card['properties'][number]['values'][number] | undefined): readonly string[] {
  if (value === undefined) return []
  return typeof value === 'string' ? [value] : value.map((component) => (typeof component === 'string' ? component : component.join(' ')))
}

function filled(all: readonly (readonly [string, readonly (string | Uint8Array)[]])[]): EntryAttributes {
  return new Map(all.map(([name, values]) => [name, [...new Set(values)].filter((value) => value.length > 0)] as const).filter(([, values]) => values.length > 0))
}
