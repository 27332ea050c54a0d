import type { ServerAddress } from '../network/server-address.ts'
import type { DirectoryField } from './directory-query.ts'

/** A directory server. */
export interface LdapServer extends Pick<ServerAddress, 'host' | 'port' | 'tls' | 'verify'> {
  /** A file of certificates in PEM by which it is trusted besides those of the system. */
  readonly certificates?: string
  /** Milliseconds for a connection, and for each answer. */
  readonly timeout: number
  /** Host names and addresses in lower case that it may refer to; to others nobody goes. */
  readonly referrals?: readonly string[]
}

/** As whom a directory is asked. `person`: as whoever looks somebody up, with the password of their mail. */
export type DirectoryIdentity =
  | { readonly as: 'nobody' }
  | { readonly as: 'service'; readonly dn: string; readonly password: string }
  /** `%u` stands for the user name, `%l` for what is before its "@". */
  | { readonly as: 'person'; readonly dn: string }

/** The attributes of entries that stand for each field; the first that an entry has is shown, all are looked in. */
export type AttributeMap = Readonly<Record<DirectoryField, readonly string[]>>

/** One directory in which people are looked up. */
export interface DirectorySettings {
  /** Names it in the configuration and in addresses. */
  readonly name: string
  /** For people. */
  readonly title: string
  readonly server: LdapServer
  readonly base: string
  readonly identity: DirectoryIdentity
  readonly attributes: AttributeMap
  /** Whether people change their password in it. */
  readonly changesPasswords?: true
  /** Where each person keeps an address book of their own in it, if they may. */
  readonly book?: DirectoryBookSettings
}

export interface DirectoryBookSettings {
  /** The distinguished name right below which somebody's contacts stand; with %u or %l. */
  readonly base: string
  /** For people. */
  readonly title: string
  /** Whether a base that is not there is made. */
  readonly isMade: boolean
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
}
