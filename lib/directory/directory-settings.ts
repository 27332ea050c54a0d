import type { DirectoryField } from '#lib/mail/directory/directory-query.ts'
import type { AttributeMap, Filter } from './filter.ts'
import type { LdapServer } from './ldap-connection.ts'

/** As whom a directory is asked. `person`: as whoever looks somebody up, with the name and password of their mail. */
export type DirectoryIdentity =
  | { readonly as: 'nobody' }
  | { readonly as: 'service'; readonly dn: string; readonly password: string }
  /** `%u` stands for the user name, `%l` for what is before its "@". */
  | { readonly as: 'person'; readonly dn: string }

/** One directory of a site. */
export interface DirectorySettings {
  /** Names it in the configuration and in addresses. */
  readonly name: string
  /** For people. */
  readonly title: string
  readonly server: LdapServer
  readonly base: string
  readonly identity: DirectoryIdentity
  readonly attributes: AttributeMap
}

/** inetOrgPerson (RFC 2798) and what else is common. */
export const USUAL_ATTRIBUTES: AttributeMap = {
  name: ['displayName', 'cn'],
  first: ['givenName'],
  last: ['sn'],
  mail: ['mail'],
  user: ['uid'],
  phone: ['telephoneNumber', 'mobile'],
  organization: ['o'],
  unit: ['ou', 'departmentNumber'],
  title: ['title'],
  city: ['l'],
} satisfies Readonly<Record<DirectoryField, readonly string[]>>

/** People and groups: what one can write to. */
export const WRITTEN_TO: Filter = {
  type: 'or',
  filters: [...['person', 'groupOfNames', 'groupOfUniqueNames', 'mailGroup', 'posixGroup'].map((value): Filter => ({ type: 'equal', attribute: 'objectClass', value }))],
}
