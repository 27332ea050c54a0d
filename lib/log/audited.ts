interface Audited {
  /** What stands in the line besides `time`, `event`, `did` and, where a request was made, `requestId`. */
  readonly fields: readonly string[]
  readonly about: string
}

/** Somebody of the webmail, the site that they signed in to, and their address. */
const PERSON = ['who', 'site', 'remote'] as const

/** The acts that the audit log tells, by the name that stands there as `did`. */
export const AUDITED = {
  'sign-in': { fields: PERSON, about: 'somebody signed in' },
  'sign-in-refused': { fields: ['site', 'remote'], about: 'user or password were wrong; what was typed is not kept, for it may be a password in the wrong field' },
  'sign-out': { fields: PERSON, about: 'somebody signed out' },
  'password-changed': { fields: [...PERSON, 'sessions'], about: 'somebody changed their own password; `sessions` are their others, which ended' },
  'program-password-made': { fields: [...PERSON, 'password'], about: 'somebody made a password for a program; `password` is its number' },
  'program-password-revoked': { fields: [...PERSON, 'password'], about: 'somebody revoked it' },
  'program-sign-in-refused': { fields: ['site', 'remote'], about: 'a program asked for address books with a wrong user or password, or too often' },
  'book-shared': { fields: [...PERSON, 'book', 'to', 'name', 'right'], about: 'somebody gave another person or a group (`to`, `name`) a right to an address book' },
  'book-unshared': { fields: [...PERSON, 'book', 'to', 'name'], about: 'somebody took it back' },
  'mailbox-shared': { fields: ['who', 'owner', 'mailbox', 'identifier', 'rights'], about: 'somebody set the rights to a mailbox of the server in the box from a mail program, or took them back (`rights` is empty); the line has `remote` and `session` like all of that connection' },
  announcement: { fields: [...PERSON, 'kind', 'forSite', 'text'], about: 'an administrator changed a message of the day (`motd`) or an alert, whose text all of the site read; `*` is every site' },
  'alert-to-person': { fields: [...PERSON, 'person', 'ofSite', 'act'], about: 'an administrator showed one person an alert, or took it back (`act` is `show` or `take-back`); its text, which only they read, is not kept' },
  'person-signed-out': { fields: [...PERSON, 'person', 'ofSite', 'sessions'], about: 'an administrator signed somebody out everywhere' },
  'support-begun': { fields: [...PERSON, 'person', 'ofSite'], about: 'an administrator (`who`) opened the mail of `person` to read it; nothing can be changed then, and that person is told' },
  'support-ended': { fields: [...PERSON, 'person'], about: 'one left it; without this line the session ran out ten minutes after it was last used' },
  'support-refused': { fields: [...PERSON, 'person'], about: 'one asked for it, and the mail server or the browser did not let them' },
  'acted-for': { fields: ['by', 'account'], about: 'an account of `auth.service_accounts` (`by`) signed in by IMAP to the server in the box to act for `account`; the line has `remote` and `session` like all of that connection' },
  'trace-begun': { fields: [...PERSON, 'person', 'trace', 'minutes'], about: 'an administrator asked that what is said for `person` is written down, for so long; from the command line it is a `command`' },
  'trace-ended': { fields: [...PERSON, 'person', 'trace'], about: 'one ended it before its time' },
  'trace-read': { fields: [...PERSON, 'person', 'trace'], about: 'one took what was written down' },
  'trace-removed': { fields: [...PERSON, 'person', 'trace'], about: 'one removed it' },
  'theme-exported': { fields: [...PERSON, 'theme'], about: 'an administrator took a theme from the editor as a folder; Postern itself changes none' },
  'configuration-reloaded': { fields: ['waiting'], about: 'a changed configuration is in force; `waiting` are the keys that wait for the next start' },
  'configuration-refused': { fields: ['mistakes'], about: 'a changed configuration has so many mistakes, and the old one stays' },
  command: { fields: ['call', 'account', 'mailbox', 'identifier', 'rights'], about: 'a command that changes something was carried out while the mail server in the box ran, for that account; `share` gave those rights to a mailbox, without `rights` the usual ones. Only the user to whom the data directory belongs can give one' },
} as const satisfies Readonly<Record<string, Audited>>

export type AuditedAct = keyof typeof AUDITED
/** All of them must be said; what is undefined does not stand in the line. */
export type AuditFields<Act extends AuditedAct> = Readonly<Record<(typeof AUDITED)[Act]['fields'][number], string | number | undefined>>
