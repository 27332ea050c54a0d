import type { ConnectionSecurity } from '../network/server-address.ts'
import { element, writeDocument, type XmlElement } from './xml.ts'
import type { DomainSettings, ProgramServer } from './program-settings.ts'

/** `socketType` of the format: `SSL` is TLS from the first octet on. */
const SOCKET_TYPES: Readonly<Record<ConnectionSecurity, string>> = { tls: 'SSL', starttls: 'STARTTLS', none: 'plain' }

/** What the program itself puts its user's address, or what stands before the "@" of it, in place of. */
const USER_NAMES = { address: '%EMAILADDRESS%', 'local-part': '%EMAILLOCALPART%' } as const

/** The document by which Thunderbird, Evolution, KMail and K-9 set up an account of this domain (clientConfig, version 1.1). */
export function writeAutoconfig({ domain, title, imap, smtp, userName }: DomainSettings): string {
  const user = USER_NAMES[userName]
  const provider = element('emailProvider', { id: domain }, element('domain', {}, domain), element('displayName', {}, title), element('displayShortName', {}, title), server('incomingServer', 'imap', imap, user), server('outgoingServer', 'smtp', smtp, user))
  return writeDocument(element('clientConfig', { version: '1.1' }, provider))
}

function server(name: string, type: string, { host, port, tls }: ProgramServer, user: string): XmlElement {
  return element(
    name,
    { type },
    element('hostname', {}, host),
    element('port', {}, String(port)),
    element('socketType', {}, SOCKET_TYPES[tls]),
    element('username', {}, user),
    // The password itself, which the connection protects: what every server takes.
    element('authentication', {}, 'password-cleartext'),
  )
}
