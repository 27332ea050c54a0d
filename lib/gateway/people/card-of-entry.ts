import type { Card, CardProperty, CardValue } from '#lib/mail/contacts/card.ts'
import type { DirectoryDetails } from '#lib/mail/directory/directory-details.ts'
import { derivedUuid } from './derived-uuid.ts'

/** The UID of whoever stands there in a directory: the same each time, so that nobody is added twice. */
export function uidOfEntry({ directory, dn }: { readonly directory: string; readonly dn: string }): string {
  return `urn:uuid:${derivedUuid(JSON.stringify([directory, dn.toLowerCase().replaceAll(/\s*([,=+])\s*/g, '$1')]))}`
}

/** What a directory tells of somebody, as a contact that names where it is from (SOURCE, RFC 6350 §6.1.3). */
export function cardOfEntry({ entry, values }: DirectoryDetails): Card {
  const property = (name: string, value: CardValue, type = 'text', parameters: CardProperty['parameters'] = {}): CardProperty => ({ name, parameters, type, values: [value] })
  const [first = ''] = values.first
  const [last = ''] = values.last
  const unit = entry.unit === '' ? [] : [entry.unit]
  return {
    properties: [
      property('uid', uidOfEntry(entry), 'uri'),
      property('source', `ldap:///${encodeURIComponent(entry.dn)}`, 'uri', { 'x-directory': [entry.directory] }),
      property('fn', entry.name),
      ...(first === '' && last === '' ? [] : [property('n', [last, first, '', '', ''])]),
      ...entry.addresses.map((address) => property('email', address, 'text', { type: ['work'] })),
      ...entry.phones.map((number) => property('tel', number, 'text', { type: ['work'] })),
      ...(entry.organization === '' && entry.unit === '' ? [] : [property('org', [entry.organization, ...unit])]),
      ...(entry.title === '' ? [] : [property('title', entry.title)]),
      ...(entry.city === '' ? [] : [property('adr', ['', '', '', entry.city, '', '', ''], 'text', { type: ['work'] })]),
    ],
  }
}
