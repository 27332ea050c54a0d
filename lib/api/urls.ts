import type { MessageRef } from '#lib/mail/message-ref.ts'
import { writeMessageId } from '#lib/mail/message-ref.ts'

/** A mailbox name as one URL segment: `~` -> `~0`, `/` -> `~1`, a leading `.` -> `~2`, the rest percent-encoded. */
export function writeMailboxSegment(name: string): string {
  const escaped = name.replaceAll('~', '~0').replaceAll('/', '~1').replace(/^\./, '~2')
  return encodeURIComponent(escaped)
}

/** The mailbox name of a segment that is already percent-decoded once; undefined when it is none. */
export function readMailboxSegment(segment: string): string | undefined {
  if (/~(?![012])/.test(segment)) return undefined
  return segment.replace(/^~2/, '.').replaceAll('~1', '/').replaceAll('~0', '~')
}

/** How an index is asked for; what is left out has its default. */
export interface IndexQuery {
  readonly page?: number
  readonly sort?: string
  readonly reverse?: boolean
  readonly search?: string
}

/** Every URL of Postern. `base` is the base path, '' or `/mail`. A literal path anywhere else fails lint. */
export function urls(base: string) {
  const mailbox = (name: string): string => `${base}/mailboxes/${writeMailboxSegment(name)}`
  const message = (ref: MessageRef): string => `${mailbox(ref.mailbox)}/${writeMessageId(ref)}`
  const api = `${base}/api`
  const apiMailbox = (name: string): string => `${api}/mailboxes/${writeMailboxSegment(name)}`
  const apiMessage = (ref: MessageRef): string => `${apiMailbox(ref.mailbox)}/messages/${writeMessageId(ref)}`
  return {
    home: (): string => `${base}/`,
    signIn: (): string => `${base}/sign-in`,
    /** Chooses a site for this browser by its path. */
    site: (path: string): string => `${base}/site/${encodeURIComponent(path)}`,
    /** A file of a theme; the version lets browsers keep it. */
    theme: (name: string, file: string, version: string): string => `${base}/theme/${name}/${encodeURIComponent(file)}?v=${version}`,
    about: (): string => `${base}/about`,
    /** The manual, or a page of it, `slug` or `slug#anchor`. */
    help: (page = ''): string => `${base}/help${page === '' ? '' : `/${page}`}`,
    /** The sections of the manual that have these words; without them the form to ask. */
    helpSearch: (text = ''): string => `${base}/help/search${search(text === '' ? {} : { q: text })}`,
    mailbox: (name: string, query: IndexQuery = {}): string => mailbox(name) + indexQuery(query),
    message: (ref: MessageRef, query: Readonly<Record<string, string>> = {}): string => message(ref) + search(query),
    /** The page to manage one mailbox (rename, delete), and the one that lists all and creates. */
    mailboxSettings: (name: string): string => `${base}/manage/${writeMailboxSegment(name)}`,
    mailboxes: (): string => `${base}/manage`,
    /** The settings, or those of one topic. */
    settings: (topic = ''): string => `${base}/settings${topic === '' ? '' : `/${topic}`}`,
    /** Every theme in small. */
    themes: (): string => `${base}/themes`,
    /** Where administrators make a theme, beginning with that one. */
    themeEditor: (from?: string): string => `${base}/themes/editor${search(from === undefined ? {} : { from })}`,
    /** The administrator's pages, and the one about somebody who is signed in. */
    admin: (section = ''): string => `${base}/admin${section === '' ? '' : `/${section}`}`,
    adminPerson: (person: string): string => `${base}/admin/people/${encodeURIComponent(person)}`,
    ...addressBookPages(base),
    /** What phones and other programs are told to reach the same mail. */
    phone: (): string => `${base}/phone`,
    /** Passwords that people make for programs; `made` is one that was made in this moment. */
    programPasswords: (made?: string): string => `${base}/program-passwords${search(made === undefined ? {} : { made })}`,
    /** Where people are looked up; for a composition, to which those who are chosen are added. */
    directory: (query: Readonly<Record<string, string>> = {}): string => `${base}/directory${search(query)}`,
    /** All about one entry: `directory` and `entry`, and the query of the page before. */
    directoryEntry: (query: Readonly<Record<string, string>>): string => `${base}/directory/entry${search(query)}`,
    /** What a mailto link becomes; `to`, `cc`, `bcc`, `subject` and `body`. */
    compose: (query: Readonly<Record<string, string>> = {}): string => `${base}/compose${search(query)}`,
    composition: (id: string): string => `${base}/compose/${encodeURIComponent(id)}`,
    /** Address books for other programs (CardDAV); each ends with a slash but for a card. */
    dav: davUrls(base),
    api: {
      session: (): string => `${api}/session`,
      language: (): string => `${api}/language`,
      signOut: (): string => `${api}/session/end`,
      /** What changes in a mailbox and in INBOX; without a mailbox only what concerns everybody. */
      events: (mailboxName?: string): string => `${api}/events${search(mailboxName === undefined ? { only: 'announcements' } : { mailbox: mailboxName })}`,
      /** Puts an alert away in this browser. */
      alert: (): string => `${api}/alert`,
      /** Says something on a site; for administrators. */
      announcements: (): string => `${api}/admin/announcements`,
      mailboxes: (): string => `${api}/mailboxes`,
      renameMailbox: (name: string): string => `${apiMailbox(name)}/rename`,
      deleteMailbox: (name: string): string => `${apiMailbox(name)}/delete`,
      /** GET answers the index as data; POST acts on many messages. */
      messages: (name: string, query: IndexQuery = {}): string => `${apiMailbox(name)}/messages${indexQuery(query)}`,
      message: (ref: MessageRef): string => apiMessage(ref),
      source: (ref: MessageRef, download = false): string => `${apiMessage(ref)}/source${download ? '?download=1' : ''}`,
      /** The HTML of a message as the document of the sandboxed frame. */
      html: (ref: MessageRef, section: string, query: Readonly<Record<string, string>> = {}): string =>
        `${apiMessage(ref)}/html/${section === '' ? '0' : section}${search(query)}`,
      part: (ref: MessageRef, section: string, disposition: 'view' | 'download'): string =>
        `${apiMessage(ref)}/parts/${section === '' ? '0' : section}${disposition === 'download' ? '?download=1' : ''}`,
      compositions: (): string => `${api}/compositions`,
      composition: (id: string): string => `${api}/compositions/${encodeURIComponent(id)}`,
      /** GET answers whom the letters typed so far may mean; POST puts those who were chosen into a message. */
      directory: (text?: string): string => `${api}/directory${search(text === undefined ? {} : { q: text })}`,
      directoryPhoto: (directory: string, entry: string): string => `${api}/directory/photo${search({ directory, entry })}`,
      directoryCertificate: (directory: string, entry: string): string => `${api}/directory/certificate${search({ directory, entry })}`,
      submissions: (): string => `${api}/submissions`,
      ...addressBookRoutes(api),
      preferences: (): string => `${api}/preferences`,
      /** The theme that an administrator has typed: looked at, or as a folder to unpack. */
      themes: (): string => `${api}/themes`,
      /** Signs somebody out everywhere; for administrators. */
      adminSignOut: (): string => `${api}/admin/people/sign-out`,
      /** The person's account as an iPhone, iPad or Mac takes it over. */
      phone: (): string => `${api}/phone`,
      /** Makes a password for a program, or revokes one. */
      programPasswords: (): string => `${api}/program-passwords`,
      /** What the person has set, as a file that can be read back. */
      preferenceFile: (): string => `${api}/preferences/file`,
    },
    /** What the HTML of a message may load: a ticket names one part or one remote picture. */
    mailContent: (ticket: string): string => `${base}/mail-content/${encodeURIComponent(ticket)}`,
    healthz: (): string => `${base}/healthz`,
    readyz: (): string => `${base}/readyz`,
  }
}

function davUrls(base: string) {
  return {
    root: (): string => `${base}/dav/`,
    principal: (user: string): string => `${base}/dav/people/${encodeURIComponent(user)}/`,
    home: (user: string): string => `${base}/dav/books/${encodeURIComponent(user)}/`,
    book: (user: string, book: string): string => `${base}/dav/books/${encodeURIComponent(user)}/${encodeURIComponent(book)}/`,
    card: (user: string, book: string, card: string): string => `${base}/dav/books/${encodeURIComponent(user)}/${encodeURIComponent(book)}/${encodeURIComponent(card)}`,
  }
}

/** The pages of the address books. */
function addressBookPages(base: string) {
  const bookPath = (book: string): string => `${base}/address-book/${encodeURIComponent(book)}`
  return {
    /** All address books; with words the contacts in any of them that have these. */
    addressBooks: (text = ''): string => `${base}/address-book${search(text === '' ? {} : { q: text })}`,
    addressBook: (book: string, query: Readonly<Record<string, string>> = {}): string => `${bookPath(book)}${search(query)}`,
    addressBookSettings: (book: string): string => `${bookPath(book)}/settings`,
    newContact: (book: string, kind?: 'group'): string => `${bookPath(book)}/new${search(kind === undefined ? {} : { kind })}`,
    contact: (book: string, contact: string): string => `${bookPath(book)}/${contact}`,
    editContact: (book: string, contact: string): string => `${bookPath(book)}/${contact}/edit`,
  }
}

function addressBookRoutes(api: string) {
  const apiBook = (book: string): string => `${api}/address-books/${encodeURIComponent(book)}`
  return {
    addressBooks: (): string => `${api}/address-books`,
    addressBook: (book: string): string => apiBook(book),
    /** GET answers the contacts of a book; POST makes one, or does something with those that are chosen. */
    contacts: (book: string, query: Readonly<Record<string, string>> = {}): string => `${apiBook(book)}/contacts${search(query)}`,
    contact: (book: string, contact: string): string => `${apiBook(book)}/contacts/${encodeURIComponent(contact)}`,
    /** The version lets browsers keep it. */
    contactPhoto: (book: string, contact: string, version?: string): string => `${apiBook(book)}/contacts/${encodeURIComponent(contact)}/photo${search(version === undefined ? {} : { v: version })}`,
    /** GET answers whom the words typed so far may mean; POST makes a contact of somebody whom a message names. */
    people: (text = ''): string => `${api}/contacts${search(text === '' ? {} : { q: text })}`,
  }
}

export type Urls = ReturnType<typeof urls>

function indexQuery({ page, sort, reverse, search: text }: IndexQuery): string {
  return search({
    ...(text ? { q: text } : {}),
    ...(sort ? { sort } : {}),
    ...(reverse === undefined ? {} : { order: reverse ? 'descending' : 'ascending' }),
    ...(page !== undefined && page > 1 ? { page: String(page) } : {}),
  })
}

function search(parameters: Readonly<Record<string, string>>): string {
  const text = new URLSearchParams(parameters).toString()
  return text === '' ? '' : `?${text}`
}
