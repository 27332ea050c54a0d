import type { DirectoryEntry } from '#lib/mail/directory/directory-entry.ts'
import type { DirectoryDetails } from '#lib/mail/directory/directory-details.ts'
import { DIRECTORY_FIELDS, type DirectoryField } from '#lib/mail/directory/directory-query.ts'
import type { DirectorySettings } from '#lib/mail/directory/directory-settings.ts'
import type { LdapEntry } from './ldap-connection.ts'

/** Texts of one attribute that are kept, and characters of each: a directory may hold anything. */
const MOST_VALUES = 20
const LONGEST = 500

const GROUPS: ReadonlySet<string> = new Set(['groupofnames', 'groupofuniquenames', 'group', 'mailgroup', 'posixgroup'])

/** The attributes that make an entry of a list: none that is large. */
export function attributesOf({ attributes }: Pick<DirectorySettings, 'attributes'>): readonly string[] {
  return [...new Set([...Object.values(attributes).flat(), 'objectClass', 'manager'])]
}

const PHOTOS = ['jpegPhoto', 'thumbnailPhoto'] as const
const CERTIFICATES = ['userCertificate;binary', 'userCertificate'] as const
/** Who belongs to a group, by distinguished names (RFC 4519 §2.17, §2.40), and by addresses alone. */
const MEMBERS = ['member', 'uniqueMember'] as const
const MEMBER_ADDRESSES = ['rfc822MailMember', 'mgrpRFC822MailMember'] as const
/** Members of one group that are told. */
const MOST_MEMBERS = 50

export const BINARY_ATTRIBUTES = [...PHOTOS, ...CERTIFICATES] as const

/** The attributes that make all of one entry. */
export function detailAttributesOf(settings: Pick<DirectorySettings, 'attributes'>): readonly string[] {
  return [...attributesOf(settings), ...BINARY_ATTRIBUTES, ...MEMBERS, ...MEMBER_ADDRESSES]
}

/** All that the directory tells of an entry. */
export function readDetails(found: LdapEntry, settings: Pick<DirectorySettings, 'name' | 'attributes'>): DirectoryDetails {
  const values = Object.fromEntries(DIRECTORY_FIELDS.map((field) => [field, textsOf(found, settings.attributes[field])])) as Record<DirectoryField, readonly string[]>
  const names = [...found.values].filter(([name]) => MEMBERS.some((each) => isAttribute(name, each)))
  const all = names.flatMap(([, held]) => held).flatMap((each) => (typeof each === 'string' ? [each] : []))
  const addresses = textsOf(found, MEMBER_ADDRESSES, Infinity).filter(isAddress)
  // A large group comes in ranges, of which only the last one ends with "*".
  const isRange = names.some(([name]) => /;range=\d+-\d/.test(name))
  return {
    entry: readEntry(found, settings),
    values,
    hasPhoto: readPhoto(found) !== undefined,
    hasCertificate: readCertificate(found) !== undefined,
    members: { names: all.slice(0, MOST_MEMBERS), addresses: addresses.slice(0, MOST_MEMBERS), hasMore: isRange || all.length > MOST_MEMBERS || addresses.length > MOST_MEMBERS },
  }
}

export const readPhoto = (found: LdapEntry): Uint8Array | undefined => octetsOf(found, PHOTOS)
export const readCertificate = (found: LdapEntry): Uint8Array | undefined => octetsOf(found, CERTIFICATES)

function octetsOf({ values }: LdapEntry, names: readonly string[]): Uint8Array | undefined {
  return names.flatMap((name) => values.get(name.toLowerCase()) ?? []).find((value) => typeof value !== 'string' && value.length > 0) as Uint8Array | undefined
}

const isAttribute = (described: string, name: string): boolean => described.split(';', 1)[0] === name.toLowerCase()

/** An entry as people see it; without a name it is called by its address, or by the first part of its distinguished name. */
export function readEntry({ dn, values }: LdapEntry, { name: directory, attributes }: Pick<DirectorySettings, 'name' | 'attributes'>): DirectoryEntry {
  const all = (field: DirectoryField): readonly string[] => textsOf({ values }, attributes[field])
  const first = (field: DirectoryField): string => all(field)[0] ?? ''
  // Active Directory's proxyAddresses say of each what it is.
  const addresses = [...new Set(all('mail').map((address) => address.replace(/^smtp:/i, '')))].filter(isAddress)
  return {
    dn,
    directory,
    kind: textsOf({ values }, ['objectClass']).some((kind) => GROUPS.has(kind.toLowerCase())) ? 'group' : 'person',
    name: first('name') || [first('first'), first('last')].filter((part) => part !== '').join(' ') || addresses[0] || (/^[^=]+=([^,+]+)/.exec(dn)?.[1] ?? dn),
    addresses,
    phones: all('phone'),
    organization: first('organization'),
    unit: first('unit'),
    title: first('title'),
    city: first('city'),
    manager: textsOf({ values }, ['manager'])[0] ?? '',
  }
}

/** An address that goes into a header as it stands. */
const isAddress = (address: string): boolean => /^[^\s<>,:;"]+@[^\s<>,;"]+$/.test(address)

function textsOf({ values }: Pick<LdapEntry, 'values'>, names: readonly string[], most = MOST_VALUES): readonly string[] {
  return [...new Set(names.flatMap((name) => values.get(name.toLowerCase()) ?? []).flatMap(plain))].slice(0, most)
}

/** A text without what could write over the screen around it; octets are none. */
function plain(value: string | Uint8Array): readonly string[] {
  if (typeof value !== 'string') return []
  const text = value.slice(0, LONGEST).replaceAll(/[\p{Cc}\u202A-\u202E\u2066-\u2069]+/gu, ' ').trim()
  return text === '' ? [] : [text]
}
