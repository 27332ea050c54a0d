import type { DirectoryEntry } from '#lib/mail/directory/directory-entry.ts'
import type { DirectoryField } from '#lib/mail/directory/directory-query.ts'
import type { DirectorySettings } from '#lib/mail/directory/directory-settings.ts'
import type { LdapEntry } from './ldap-connection.ts'

/** Texts of one attribute that are kept, and characters of each: a directory may hold anything. */
const MOST_VALUES = 20
const LONGEST = 500

const GROUPS: ReadonlySet<string> = new Set(['groupofnames', 'groupofuniquenames', 'mailgroup', 'posixgroup'])

/** The attributes that make an entry; photos and certificates are only asked whether they are there. */
export function attributesOf({ attributes }: Pick<DirectorySettings, 'attributes'>): readonly string[] {
  return [...new Set([...Object.values(attributes).flat(), 'objectClass', 'manager', 'jpegPhoto', 'userCertificate;binary'])]
}

export const BINARY_ATTRIBUTES = ['jpegPhoto', 'userCertificate;binary'] as const

/** An entry as people see it; without a name it is called by its address, or by the first part of its distinguished name. */
export function readEntry({ dn, values }: LdapEntry, { name: directory, attributes }: Pick<DirectorySettings, 'name' | 'attributes'>): DirectoryEntry {
  const textsOf = (names: readonly string[]): readonly string[] => names.flatMap((name) => values.get(name.toLowerCase()) ?? []).flatMap(plain).slice(0, MOST_VALUES)
  const all = (field: DirectoryField): readonly string[] => [...new Set(textsOf(attributes[field]))]
  const first = (field: DirectoryField): string => all(field)[0] ?? ''
  const addresses = all('mail').filter((address) => /^[^\s<>,;"]+@[^\s<>,;"]+$/.test(address))
  return {
    dn,
    directory,
    kind: textsOf(['objectClass']).some((kind) => GROUPS.has(kind.toLowerCase())) ? 'group' : 'person',
    name: first('name') || [first('first'), first('last')].filter((part) => part !== '').join(' ') || addresses[0] || (/^[^=]+=([^,+]+)/.exec(dn)?.[1] ?? dn),
    addresses,
    phones: all('phone'),
    organization: first('organization'),
    unit: first('unit'),
    title: first('title'),
    city: first('city'),
    manager: textsOf(['manager'])[0] ?? '',
    hasPhoto: values.has('jpegphoto'),
    hasCertificate: values.has('usercertificate;binary'),
  }
}

/** A text without what could write over the screen around it; octets are none. */
function plain(value: string | Uint8Array): readonly string[] {
  if (typeof value !== 'string') return []
  const text = value.slice(0, LONGEST).replaceAll(/[\p{Cc}\u202A-\u202E\u2066-\u2069]+/gu, ' ').trim()
  return text === '' ? [] : [text]
}
