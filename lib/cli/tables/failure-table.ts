import { STATUS } from '#lib/http/failure-status.ts'
import { failure } from '#lib/i18n/english/failure-words.ts'
import { FAILURES, type GatewayFailure } from '#lib/mail/gateway-error.ts'
import { code, markdownTable } from './markdown-table.ts'

/** Where an administrator looks; total, so that a new failure does not compile until it says something. */
const LOOK_AT: Readonly<Record<GatewayFailure, string>> = {
  'not-signed-in': '`session.idle_minutes`, `session.total_minutes`',
  'sign-in-refused': 'the account on the mail server; `user password` for the one in the box',
  'server-unreachable': '`servers.imap_url`, firewalls, `/readyz`',
  'server-not-imap': 'the port and the kind of TLS in `servers.imap_url`',
  'server-not-allowed': '`servers.free_choice`, `servers.free_choice_ports`',
  'certificate-untrusted': 'the certificate of the mail server: its name, its chain, its dates',
  'server-busy': '`limits.connections_per_account`, the load of the mail server',
  'no-such-mailbox': '',
  'no-such-message': '',
  'no-such-part': '',
  'no-such-composition': '',
  'mailbox-replaced': 'who made the mailbox anew on the server (UIDVALIDITY)',
  conflict: '',
  refused: 'rights of the account on the mail server; its answer is in the log',
  invalid: '',
  'too-large': '`limits.message_size`, [limits](limits)',
  'over-quota': '`user quota`, or the quota on the mail server',
  'recipient-refused': 'the log of the server that takes submissions',
  'submission-failed': '`servers.smtp_url`, the log of that server',
  'preference-locked': '`locks` and `hidden` of the site or group',
  'preferences-unavailable': '`gateway/preferences.sqlite` in the data directory, disk space, `preferences.database`',
  'no-such-contact': '',
  'contacts-forbidden': 'with whom the book is shared, and with what right',
  'contacts-unavailable': '`gateway/address-books.sqlite` in the data directory, disk space, `preferences.database`',
  'forbidden-origin': '`http.public_origin`, `hosts` of the site',
  internal: 'the log, by the number on the screen',
}

/** Every failure that people can meet. */
export function failureTable(): string {
  return markdownTable(['name', 'status', 'what people are told', 'where to look'], FAILURES.map((name) => [code(name), String(STATUS[name]), `${failure[name].sentence} ${failure[name].hint}`, LOOK_AT[name]]))
}
