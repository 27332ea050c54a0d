import type { ProgramServer, ProgramServers } from './program-settings.ts'
import { element, writeDocument, type XmlElement } from './xml.ts'

/** One person's account as an iPhone, iPad or Mac takes it over. */
export interface AppleAccount extends ProgramServers {
  readonly title: string
  readonly address: string
  /** '' leaves it out. */
  readonly fullName: string
  readonly user: string
  /** The same for the same account each time, so that a second download replaces the first. */
  readonly profileId: string
  readonly accountId: string
  /** Where a device finds this person's address books; undefined where it finds none. */
  readonly books?: { readonly url: URL; readonly id: string } | undefined
}

/** What these documents are served as. */
export const APPLE_PROFILE_TYPE = 'application/x-apple-aspen-config'

const DOCTYPE = '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">'

/** A configuration profile with a payload `com.apple.mail.managed`, and `com.apple.carddav.account` where there are address books; not signed. There is no password in it: the device asks. */
export function writeAppleProfile(account: AppleAccount): string {
  const { title, address, fullName, user, imap, smtp, profileId, accountId, books } = account
  const mail = dictionary({
    PayloadType: 'com.apple.mail.managed',
    PayloadVersion: 1,
    PayloadIdentifier: `postern.mail.${profileId}.${accountId}`,
    PayloadUUID: accountId,
    PayloadDisplayName: title,
    EmailAccountType: 'EmailTypeIMAP',
    EmailAccountDescription: title,
    ...(fullName === '' ? {} : { EmailAccountName: fullName }),
    EmailAddress: address,
    ...serverKeys('Incoming', imap, user),
    ...serverKeys('Outgoing', smtp, user),
    OutgoingPasswordSameAsIncomingPassword: true,
  })
  const profile = dictionary({
    PayloadType: 'Configuration',
    PayloadVersion: 1,
    PayloadIdentifier: `postern.mail.${profileId}`,
    PayloadUUID: profileId,
    PayloadDisplayName: `${title} (${address})`,
    PayloadContent: books === undefined ? [mail] : [mail, bookPayload(books, account)],
  })
  return writeDocument(element('plist', { version: '1.0' }, profile), DOCTYPE)
}

function bookPayload({ url, id }: NonNullable<AppleAccount['books']>, { title, user, profileId }: AppleAccount): XmlElement {
  const isSecure = url.protocol === 'https:'
  return dictionary({
    PayloadType: 'com.apple.carddav.account',
    PayloadVersion: 1,
    PayloadIdentifier: `postern.books.${profileId}.${id}`,
    PayloadUUID: id,
    PayloadDisplayName: title,
    CardDAVAccountDescription: title,
    CardDAVHostName: url.hostname,
    CardDAVPort: Number(url.port) || (isSecure ? 443 : 80),
    CardDAVUseSSL: isSecure,
    CardDAVPrincipalURL: url.pathname,
    CardDAVUsername: user,
  })
}

/** `UseSSL` is also what devices set for STARTTLS: they find out which of the two a port speaks. */
function serverKeys(direction: 'Incoming' | 'Outgoing', { host, port, tls }: ProgramServer, user: string): Readonly<Record<string, Value>> {
  return {
    [`${direction}MailServerAuthentication`]: 'EmailAuthPassword',
    [`${direction}MailServerHostName`]: host,
    [`${direction}MailServerPortNumber`]: port,
    [`${direction}MailServerUseSSL`]: tls !== 'none',
    [`${direction}MailServerUsername`]: user,
  }
}

type Value = string | number | boolean | readonly XmlElement[]

function dictionary(entries: Readonly<Record<string, Value>>): XmlElement {
  return element('dict', {}, ...Object.entries(entries).flatMap(([key, value]) => [element('key', {}, key), valueOf(value)]))
}

function valueOf(value: Value): XmlElement {
  if (typeof value === 'string') return element('string', {}, value)
  if (typeof value === 'number') return element('integer', {}, String(value))
  if (typeof value === 'boolean') return element(value ? 'true' : 'false', {})
  return element('array', {}, ...value)
}
