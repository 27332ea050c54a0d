import { KEYS } from '#lib/config/keys.ts'
import { DEFAULT_LIMITS } from '#lib/imap-server/limits.ts'
import { writeOctets } from '../quota.ts'
import { code, markdownTable } from './markdown-table.ts'
import { readConstant } from './read-constant.ts'

type Unit = 'count' | 'octets' | 'milliseconds' | 'characters'

interface Limit {
  readonly what: string
  readonly value: number
  readonly unit: Unit
  /** The key that sets it. */
  readonly key?: string
}

const read = (what: string, unit: Unit, file: string, name: string): Limit => ({ what, unit, value: readConstant(file, name) })

const messageSize: Limit = { what: 'message, base64 counted', unit: 'octets', value: KEYS['limits.message_size'].fallback ?? 0, key: 'limits.message_size' }

const signatures: readonly Limit[] = [
  read('keys and certificates of one account', 'count', 'lib/signatures/keyring/keyring-store.ts', 'KEYRING_KEYS'),
  read('a key or certificate', 'octets', 'lib/signatures/keyring/keyring-store.ts', 'KEY_OCTETS'),
  read('a signed part that is checked', 'octets', 'lib/gateway/signatures/check-signed.ts', 'SIGNED_OCTETS'),
  read('a signed message that is checked at once, when it is opened', 'octets', 'lib/http/signatures/with-protection.ts', 'AT_ONCE'),
]

const people: readonly Limit[] = [
  read('other servers with address books of one person', 'count', 'lib/address-book/outside/outside-book-store.ts', 'OUTSIDE_SERVERS'),
  read('alerts for one person each', 'count', 'lib/prefs/announcements.ts', 'MOST_PERSONAL_ALERTS'),
  read('who opened somebody’s mail to help is told for', 'milliseconds', 'lib/session/sessions.ts', 'VISITS_KEPT'),
  read('messages of another account that come at a time', 'count', 'lib/gateway/fetching/fetch-mail.ts', 'MOST_FETCHED'),
  read('another one is begun for', 'milliseconds', 'lib/gateway/fetching/fetch-mail.ts', 'PATIENCE'),
  read('all of that may last', 'milliseconds', 'lib/gateway/fetching/fetch-mail.ts', 'LONGEST'),
  read('messages that such an account may have', 'count', 'lib/gateway/fetching/pop3-connection.ts', 'MOST_LISTED'),
]

const files: readonly Limit[] = [
  read('attachments of a message', 'count', 'lib/composition/composition-limits.ts', 'ATTACHMENT_LIMIT'),
  { what: 'a file that is sent as a link, where a site lets people', unit: 'octets', value: KEYS['file_links.size'].fallback ?? 0, key: 'file_links.size' },
  { what: 'files of one person’s links together', unit: 'octets', value: KEYS['file_links.quota'].fallback ?? 0, key: 'file_links.quota' },
]

const gateway = (): readonly Limit[] => [
  messageSize,
  { what: 'messages on a page', unit: 'count', value: KEYS['limits.page_size'].fallback ?? 0, key: 'limits.page_size' },
  { what: 'IMAP connections for an account', unit: 'count', value: KEYS['limits.connections_per_account'].fallback ?? 0, key: 'limits.connections_per_account' },
  read('text of a body that is shown; the rest is a download', 'octets', 'lib/gateway/reading/view-parts.ts', 'TEXT_LIMIT'),
  read('HTML of a body that is shown', 'octets', 'lib/html/parse-html.ts', 'HTML_LIMIT'),
  read('remote pictures of a message', 'count', 'lib/gateway/sanitizing/html-job.ts', 'REMOTE_LIMIT'),
  read('a remote picture', 'octets', 'lib/gateway/fetch-picture.ts', 'PICTURE_LIMIT'),
  read('header lines that are shown', 'count', 'lib/gateway/reading/view-parts.ts', 'HEADERS_SHOWN'),
  read('addresses of a header line, all of them under **All headers**', 'count', 'components/message-view/message-headers.tsx', 'SHOWN'),
  read('parts of a message', 'count', 'lib/imap/reading/body-structure.ts', 'PARTS_LIMIT'),
  read('attachments of a message that are listed', 'count', 'lib/gateway/reading/view-parts.ts', 'ATTACHMENTS_SHOWN'),
  read('attachments in one zip archive', 'count', 'lib/gateway/parts/zip-attachments.ts', 'FILES_LIMIT'),
  read('a winmail.dat that is unpacked', 'octets', 'lib/gateway/parts/unpack-part.ts', 'PACKED_LIMIT'),
  read('a PDF that is drawn', 'octets', 'components/message-view/parts/pdf/pdf-page.tsx', 'PDF_LIMIT'),
  read('pages of it', 'count', 'components/message-view/parts/pdf/pdf-frame.ts', 'PDF_PAGES'),
  read('the frame of a message stays empty until its text comes in place of the layout', 'milliseconds', 'lib/http/reading/later-html.ts', 'PATIENCE_MS'),
  read('messages in one action', 'count', 'lib/api/mail-shapes.ts', 'IDS_LIMIT'),
  read('text of a search', 'characters', 'lib/api/mail-shapes.ts', 'SEARCH_LIMIT'),
  read('name of a mailbox, one level, in UTF-8', 'octets', 'lib/imap/new-mailbox-name.ts', 'LEVEL_LIMIT'),
  read('name of a mailbox, whole, in UTF-8', 'octets', 'lib/imap/new-mailbox-name.ts', 'NAME_LIMIT'),
  read('rules of a filter', 'octets', 'lib/mail/filters/script.ts', 'SCRIPT_OCTETS'),
  read('text that is written in a message', 'characters', 'lib/mail/composition.ts', 'BODY_LENGTH'),
  read('subject that is written', 'characters', 'lib/composition/composition-limits.ts', 'SUBJECT_LENGTH'),
  ...files,
  read('recipients of a message', 'count', 'lib/composition/composition-limits.ts', 'RECIPIENT_LIMIT'),
  read('a message leaves later, at most', 'milliseconds', 'lib/gateway/outbox/outbox-limits.ts', 'LATEST_SENDING'),
  read('messages that one person has in writing', 'count', 'lib/composition/composition-limits.ts', 'COMPOSITION_LIMIT'),
  read('what a device shares waits for its person to sign in', 'milliseconds', 'lib/gateway/sharing/waiting-shares.ts', 'LIFE'),
  read('such shares from one address', 'count', 'lib/gateway/sharing/waiting-shares.ts', 'OF_ONE_ADDRESS'),
  read('a link to a mail address', 'characters', 'lib/mail/writing/mailto.ts', 'LIMIT'),
  read('accounts that one browser is signed in to', 'count', 'lib/api/seats.ts', 'SEATS'),
  read('what one person has set', 'octets', 'lib/prefs/preference-store.ts', 'PREFERENCE_OCTETS'),
  read('address books of one person', 'count', 'lib/address-book/store/address-book-store.ts', 'BOOKS_PER_PERSON'),
  read('contacts of an address book', 'count', 'lib/address-book/store/address-book-store.ts', 'CARDS_PER_BOOK'),
  read('a contact, its photo included', 'octets', 'lib/address-book/store/address-book-store.ts', 'CARD_OCTETS'),
  read('a photo that is uploaded', 'octets', 'lib/gateway/address-book/contact-photo.ts', 'PHOTO_OCTETS'),
  read('a file of contacts that is imported', 'octets', 'lib/gateway/address-book/transfer/contact-files.ts', 'IMPORT_OCTETS'),
  read('such a file waits to be imported', 'milliseconds', 'lib/address-book/store/imports/import-store.ts', 'WAITING_LIFE'),
  read('files that one person has waiting', 'count', 'lib/address-book/store/imports/import-store.ts', 'WAITING_IMPORTS'),
  read('records and remarks that a report of an import lists', 'count', 'lib/address-book/store/imports/import-slices.ts', 'MOST_TOLD'),
  read('the report of an import is kept', 'milliseconds', 'lib/address-book/store/imports/import-store.ts', 'IMPORT_LIFE'),
  read('users and groups with whom a book is shared', 'count', 'lib/address-book/store/address-book-store.ts', 'GRANTS_PER_BOOK'),
  read('collected addresses', 'count', 'lib/address-book/store/address-book-store.ts', 'COLLECTED_ADDRESSES'),
  ...people,
  read('another server’s answer', 'octets', 'lib/dav/client/exchange.ts', 'MOST_OCTETS'),
  read('another server’s answer has to come within', 'milliseconds', 'lib/dav/client/exchange.ts', 'MILLISECONDS'),
  read('synchronising a book once, then it goes on later', 'milliseconds', 'lib/gateway/outside-books/run-book.ts', 'RUN_TIME'),
  read('a book is not synchronised by itself for', 'milliseconds', 'lib/gateway/outside-books/background-runs.ts', 'FRESH'),
  read('addresses of a group that is written to', 'count', 'lib/gateway/address-book/expand-group.ts', 'MOST_EXPANDED'),
  ...signatures,
  read('passwords for programs of one account', 'count', 'lib/mail/programs/program-password.ts', 'PROGRAM_PASSWORDS'),
  read('a new password for a program is shown', 'milliseconds', 'lib/http/program-passwords/shown-once.ts', 'LIFE'),
  read('a contact that a program sends', 'octets', 'lib/http/dav/properties.ts', 'MOST_CARD_OCTETS'),
  read('a question of a program (XML)', 'octets', 'lib/http/dav/call.ts', 'MOST_XML_OCTETS'),
  read('contacts that a program asks for by name at once', 'count', 'lib/http/dav/asked/report.ts', 'MOST_HREFS'),
  read('different wrong passwords of programs for one name from one address, in a quarter of an hour', 'count', 'lib/gateway/dav/sign-in-brake.ts', 'MOST_FOR_NAME'),
  read('the same for all names', 'count', 'lib/gateway/dav/sign-in-brake.ts', 'MOST_FROM_ADDRESS'),
  read('themes', 'count', 'lib/prefs/themes/theme-catalogue.ts', 'MOST_THEMES'),
  read('a form without files', 'octets', 'lib/http/request/request-body.ts', 'BODY_LIMIT'),
  read('a failed form is kept', 'milliseconds', 'lib/http/failed-forms.ts', 'LIFE'),
  read('head of a request', 'octets', 'lib/http/serving/listeners.ts', 'maxHeaderSize'),
  read('the head of a request has to come within', 'milliseconds', 'lib/http/serving/listeners.ts', 'headersTimeout'),
  read('a request that falls silent', 'milliseconds', 'lib/http/serving/front.ts', 'REQUEST_SILENCE_MS'),
  read('an answer that nobody takes', 'milliseconds', 'lib/http/serving/front.ts', 'ANSWER_SILENCE_MS'),
  read('stopping, for what is under way', 'milliseconds', 'lib/http/server.ts', 'GRACE_MS'),
  read('the mail server accepts a connection within', 'milliseconds', 'lib/imap/connect.ts', 'CONNECT_MILLISECONDS'),
  read('the mail server falls silent', 'milliseconds', 'lib/imap/connect.ts', 'SILENCE_MILLISECONDS'),
  read('postern.toml', 'octets', 'lib/config/toml/toml-file.ts', 'FILE_LIMIT'),
]

const mailServer = (): readonly Limit[] => [
  messageSize,
  { what: 'IMAP connections', unit: 'count', value: DEFAULT_LIMITS.connections },
  { what: 'IMAP connections of one account', unit: 'count', value: DEFAULT_LIMITS.connectionsPerAccount },
  { what: 'a command before sign-in', unit: 'octets', value: DEFAULT_LIMITS.lineBeforeLogin },
  { what: 'a command after sign-in', unit: 'octets', value: DEFAULT_LIMITS.lineAfterLogin },
  { what: 'time to sign in', unit: 'milliseconds', value: DEFAULT_LIMITS.loginTimeout },
  { what: 'silence after sign-in', unit: 'milliseconds', value: DEFAULT_LIMITS.idleTimeout },
  { what: 'failed sign-ins of a connection', unit: 'count', value: DEFAULT_LIMITS.failedLogins },
  read('failed sign-ins from one address, in a quarter of an hour', 'count', 'lib/accounts/failed-sign-ins.ts', 'MOST_FROM_ADDRESS'),
  { what: 'commands in a row that make no sense', unit: 'count', value: DEFAULT_LIMITS.badCommands },
  read('a header of the PROXY protocol, besides its beginning', 'octets', 'lib/mail/network/proxy-header.ts', 'LONGEST_BLOCK'),
  read('it has to be there within', 'milliseconds', 'lib/network/proxied-door.ts', 'HEADER_PATIENCE'),
  read('mailboxes of an account', 'count', 'lib/mail-store/store-options.ts', 'MAILBOX_LIMIT'),
  read('name of a mailbox, whole, in UTF-8', 'octets', 'lib/mail-store/mailbox-name.ts', 'NAME_LIMIT'),
  read('keywords of a mailbox', 'count', 'lib/mail-store/flag-list.ts', 'KEYWORD_LIMIT'),
  read('recipients of a delivery or submission', 'count', 'lib/delivery/listener.ts', 'MOST_RECIPIENTS'),
  read('connections of each of submission, SMTP and LMTP', 'count', 'lib/delivery/listener.ts', 'MOST_CLIENTS'),
  read('silence of a submission or delivery', 'milliseconds', 'lib/delivery/listener.ts', 'IDLE_TIMEOUT'),
  read('servers that a message has passed through', 'count', 'lib/delivery/delivery-context.ts', 'MOST_HOPS'),
  read('stopping, for what is under way', 'milliseconds', 'lib/mail-server/server.ts', 'GRACE'),
]

/** What the gateway takes and shows. */
export const gatewayLimitTable = (): string => table(gateway())

/** What the mail server in the box takes. */
export const mailServerLimitTable = (): string => table(mailServer())

const table = (limits: readonly Limit[]): string => markdownTable(['what', 'limit'], limits.map(({ what, value, unit, key }) => [what, `${written(value, unit)}${key === undefined ? '' : `, ${code(key)}`}`]))

function written(value: number, unit: Unit): string {
  if (unit === 'octets') return writeOctets(value)
  if (unit === 'milliseconds') return duration(value / 1000)
  return unit === 'characters' ? `${value.toLocaleString('en')} characters` : value.toLocaleString('en')
}

function duration(seconds: number): string {
  const [amount, name] = UNITS.flatMap(([unit, length]) => (seconds % length === 0 ? [[seconds / length, unit] as const] : []))[0] ?? [seconds, 'second']
  return `${amount} ${name}${amount === 1 ? '' : 's'}`
}

const UNITS = [['day', 86_400], ['hour', 3600], ['minute', 60]] as const
