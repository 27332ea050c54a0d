import type { Card, CardProperty, CardValue } from '#lib/mail/contacts/card.ts'
import { memberValue } from '#lib/mail/contacts/members.ts'
import { rasterType } from '#lib/mail/reading/viewable.ts'
import { SOURCE_LABEL } from './card-to-entry.ts'

/** Values of an entry by its attributes' names in small letters. */
export interface ReadEntry {
  readonly dn: string
  readonly values: ReadonlyMap<string, readonly (string | Uint8Array)[]>
}

const NUMBERS = [['telephonenumber', 'work'], ['mobile', 'cell'], ['homephone', 'home'], ['facsimiletelephonenumber', 'fax'], ['pager', 'pager']] as const
const GROUPS = new Set(['groupofnames', 'groupofuniquenames'])

/** Whether an entry is a group of entries. */
export function isGroupEntry({ values }: ReadEntry): boolean {
  return (values.get('objectclass') ?? []).some((each) => typeof each === 'string' && GROUPS.has(each.toLowerCase()))
}

/** An entry as a card with that uid. `uidOf` is the uid of a member's entry; members that are elsewhere keep their distinguished name, and nobody has it. */
export function entryToCard(entry: ReadEntry, uid: string, uidOf: (dn: string) => string | undefined): Card {
  const all = (name: string): readonly string[] => (entry.values.get(name) ?? []).filter((value) => typeof value === 'string')
  const first = (name: string): string => all(name)[0] ?? ''
  const one = (name: string, value: CardValue, type = 'text', parameters: CardProperty['parameters'] = {}): readonly CardProperty[] => (value === '' ? [] : [{ name, parameters, type, values: [value] }])
  const named = [...one('uid', uid, 'uri'), ...one('fn', first('cn'))]
  if (isGroupEntry(entry)) {
    const members = all('member').filter((dn) => dn !== entry.dn && dn !== '')
    return { properties: [...named, ...one('kind', 'group'), ...one('note', first('description')), ...members.flatMap((dn) => one('member', memberValue({ uid: uidOf(dn) ?? dn }), 'uri'))] }
  }
  const [given, family] = [first('givenname'), first('sn')]
  const postal = ['', '', ...['street', 'l', 'st', 'postalcode'].map(first), '']
  const org = first('ou') === '' ? [first('o')] : [first('o'), first('ou')]
  return {
    properties: [
      ...named,
      ...(given === '' && family === first('cn') ? [] : one('n', [family, given, '', '', ''])),
      ...all('mail').flatMap((address) => one('email', address)),
      ...NUMBERS.flatMap(([attribute, type]) => all(attribute).flatMap((number) => one('tel', number, 'text', { type: [type] }))),
      ...(org.some((part) => part !== '') ? one('org', org) : []),
      ...one('title', first('title')),
      ...one('note', first('description')),
      ...all('labeleduri').flatMap((text) => address(text)),
      ...(postal.some((part) => part !== '') ? one('adr', postal, 'text', { type: ['work'] }) : []),
      ...photo(entry),
    ],
  }

  function address(text: string): readonly CardProperty[] {
    const [uri = '', label = ''] = text.split(' ', 2)
    return label.startsWith(SOURCE_LABEL) ? one('source', uri, 'uri', { 'x-directory': [label.slice(SOURCE_LABEL.length)] }) : one('url', uri, 'uri')
  }
}

function photo({ values }: ReadEntry): readonly CardProperty[] {
  const octets = (values.get('jpegphoto') ?? []).find((value) => typeof value !== 'string')
  const mediaType = octets === undefined ? undefined : rasterType(octets)
  return octets === undefined || mediaType === undefined ? [] : [{ name: 'photo', parameters: {}, type: 'uri', values: [`data:${mediaType};base64,${Buffer.from(octets).toString('base64')}`] }]
}
