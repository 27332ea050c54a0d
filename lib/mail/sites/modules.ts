/** One part of the gateway that a site may do without. Whatever is not listed here is always there. */
export interface Module {
  /** What an administrator switches, in words. */
  readonly about: string
  /** Files of `app` that answer 404 where it is off; a folder stands for everything in it. */
  readonly routes: readonly string[]
}

/** Every module, by the name that `modules.NAME = false` switches off: no route, no link, no script. */
export const MODULES = {
  help: { about: 'the online help', routes: ['help'] },
  manage: {
    about: 'making, renaming and deleting mailboxes',
    routes: ['(mail)/manage', 'api/mailboxes/[mailbox]/rename', 'api/mailboxes/[mailbox]/delete'],
  },
  settings: { about: 'settings of one’s own', routes: ['(mail)/settings', 'api/preferences'] },
  // The front answers its addresses with 404, since no page is this module's own.
  accounts: { about: 'several accounts in one browser', routes: [] },
  contacts: { about: 'address books of one’s own and shared ones', routes: ['(mail)/address-book', 'api/address-books', 'api/contacts'] },
  program_passwords: { about: 'passwords for programs, which open the address books of one’s own', routes: ['(mail)/program-passwords', 'api/program-passwords'] },
  password: { about: 'changing the password of one’s account, where the mail server or a directory takes it', routes: ['(mail)/password', 'api/password'] },
  phone: { about: 'setting up phones and other programs, by hand and by themselves', routes: ['(mail)/phone', 'api/phone'] },
  filters: { about: 'filters that a mail server keeps, where a site has a server for them', routes: ['(mail)/filters', 'api/filters'] },
  directory: { about: 'looking people up, where a site has a directory', routes: ['(mail)/directory', 'api/directory'] },
  signatures: { about: 'checking signatures (OpenPGP, S/MIME), keyrings, and opening encrypted messages in the browser', routes: ['(mail)/keys', '(mail)/mailboxes/[mailbox]/[message]/signature', 'api/keys'] },
  outside_books: { about: 'address books on other servers, synchronised', routes: ['(mail)/address-book/outside', 'api/outside-books'] },
  spelling: { about: 'checking the spelling of what people write', routes: ['api/spelling'] },
} as const satisfies Readonly<Record<string, Module>>

export type ModuleName = keyof typeof MODULES

export const MODULE_NAMES = Object.keys(MODULES) as ModuleName[]

/** Which modules are there; one that is left out is. */
export type Modules = Readonly<Record<ModuleName, boolean>>
