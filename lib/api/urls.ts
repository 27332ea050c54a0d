import type { MessageRef } from '#lib/mail/message-ref.ts'
import { writeMessageId } from '#lib/mail/message-ref.ts'

/** A mailbox name as one URL segment: `~` -> `~0`, `/` -> `~1`, a leading `.` -> `~2`, the rest percent-encoded. */
function writeMailboxSegment(name: string): string {
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
    ...appPages(base),
    about: (): string => `${base}/about`,
    ...helpPages(base),
    mailbox: (name: string, query: IndexQuery = {}): string => mailbox(name) + indexQuery(query),
    /** Messages of a mailbox by their ids, for paper. */
    printMessages: (name: string, ids: readonly string[]): string => `${mailbox(name)}/print?${new URLSearchParams(ids.map((id) => ['message', id]))}`,
    message: (ref: MessageRef, query: Readonly<Record<string, string>> = {}): string => message(ref) + search(query),
    /** What else there is to know about a message, and to do about its sender. */
    messageDetails: (ref: MessageRef, section = ''): string => `${message(ref)}/details${section === '' ? '' : `#${section}`}`,
    /** Who has signed a message, and what of it. */
    signature: (ref: MessageRef): string => `${message(ref)}/signature`,
    /** What is attached to a message, and what can be done with it; with a section the page of one part, where there is one. */
    attachments: (ref: MessageRef): string => `${message(ref)}/attachments`,
    messagePart: (ref: MessageRef, section: string, query: Readonly<Record<string, string>> = {}): string => `${message(ref)}/parts/${section === '' ? '0' : section}${search(query)}`,
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
    ...addressBookPages(base), ...filterPages(base),
    /** What phones and other programs are told to reach the same mail. */
    phone: (): string => `${base}/phone`,
    /** What comes back to the inbox by itself. */
    reminders: (): string => `${base}/reminders`,
    /** Passwords that people make for programs; `made` is one that was made in this moment. */
    programPasswords: (made?: string): string => `${base}/program-passwords${search(made === undefined ? {} : { made })}`,
    /** The keys and certificates by which somebody checks signatures. */
    keys: (): string => `${base}/keys`,
    /** Where people change the password of their account. */
    password: (): string => `${base}/password`,
    ...directoryPages(base), ...linkPages(base),
    /** What a mailto link becomes; `to`, `cc`, `bcc`, `subject` and `body`. */
    compose: (query: Readonly<Record<string, string>> = {}): string => `${base}/compose${search(query)}`,
    composition: (id: string): string => `${base}/compose/${encodeURIComponent(id)}`,
    /** Messages to begin with. */
    templates: (): string => `${base}/templates`,
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
      mailboxes: (): string => `${api}/mailboxes`,
      renameMailbox: (name: string): string => `${apiMailbox(name)}/rename`,
      deleteMailbox: (name: string): string => `${apiMailbox(name)}/delete`,
      /** GET answers the index as data; POST acts on many messages. */
      messages: (name: string, query: IndexQuery = {}): string => `${apiMailbox(name)}/messages${indexQuery(query)}`,
      ...choiceRoutes(apiMailbox),
      ...messageRoutes(apiMessage),
      ...sharingRoutes(api),
      ...writingRoutes(api),
      ...directoryRoutes(api),
      ...addressBookRoutes(api, apiMessage), ...filterRoutes(api),
      preferences: (): string => `${api}/preferences`,
      /** The theme that an administrator has typed: looked at, or as a folder to unpack. */
      themes: (): string => `${api}/themes`,
      ...adminRoutes(api),
      /** The person's account as an iPhone, iPad or Mac takes it over. */
      phone: (): string => `${api}/phone`,
      /** Makes a password for a program, or revokes one. */
      programPasswords: (): string => `${api}/program-passwords`,
      /** GET answers the keyring; POST adds to it, removes, or says that a fingerprint was compared. */
      keys: (): string => `${api}/keys`,
      keyFile: (): string => `${api}/keys/file`,
      /** Changes the password of the person's account. */
      password: (): string => `${api}/password`,
      /** What the person has set, as a file that can be read back. */
      preferenceFile: (): string => `${api}/preferences/file`,
    },
    ...frameContent(base),
    healthz: (): string => `${base}/healthz`, readyz: (): string => `${base}/readyz`,
  }
}

/** What stands in the frames of a message, and what they load. */
function frameContent(base: string) {
  return {
    /** What the HTML of a message may load: a ticket names one part or one remote picture. */
    mailContent: (ticket: string): string => `${base}/mail-content/${encodeURIComponent(ticket)}`,
    /** A file of what draws PDFs, `viewer.html` being its document. */
    pdfViewer: (version: string, file: string): string => `${base}/pdf-viewer/${version}/${file}`,
    /** The document in which the browser shows what it decrypted. */
    decryptedViewer: (): string => `${base}/decrypted-viewer`,
  }
}

/** The manual. */
function helpPages(base: string) {
  return {
    /** The manual, or a page of it, `slug` or `slug#anchor`. */
    help: (page = ''): string => `${base}/help${page === '' ? '' : `/${page}`}`,
    /** The same in English, for readers of a translation. */
    helpInEnglish: (page: string): string => {
      const [slug = '', anchor] = page.split('#')
      return `${base}/help/${slug}?in=en${anchor === undefined ? '' : `#${anchor}`}`
    },
    /** The sections of the manual that have these words; without them the form to ask. */
    helpSearch: (text = ''): string => `${base}/help/search${search(text === '' ? {} : { q: text })}`,
  }
}

/** What administrators alone may ask for. */
function adminRoutes(api: string) {
  return {
    /** Says something on a site; for administrators. */
    announcements: (): string => `${api}/admin/announcements`,
    /** Signs somebody out everywhere; for administrators. */
    adminSupport: (): string => `${api}/admin/support`,
    adminSignOut: (): string => `${api}/admin/people/sign-out`,
    /** Traces of what is said for one person; for administrators. */
    traces: (): string => `${api}/admin/traces`,
    trace: (id: string, side?: 'gateway' | 'server'): string => `${api}/admin/traces/${encodeURIComponent(id)}${side === undefined ? '' : `?side=${side}`}`,
  }
}

/** What makes an application of the site in browsers that install it. */
function appPages(base: string) {
  return {
    /** What browsers read before they install the site. */
    webManifest: (): string => `${base}/web-manifest`,
    /** The version is that of the page which it keeps. */
    serviceWorker: (version = ''): string => `${base}/service-worker.js${search(version === '' ? {} : { v: version })}`,
    /** The page which it keeps. */
    offline: (): string => `${base}/offline`,
    appIcon: (file: string): string => `${base}/icons/${file}`,
    /** Where browsers lead links to mail addresses; they put the address in place of `%s`. */
    mailtoHandler: (): string => `${base}/compose?mailto=%s`,
    /** Where a message in a file is opened. */
    messageFile: (): string => `${base}/open`,
    /** Where mail of another account is fetched. */
    fetch: (): string => `${base}/fetch`,
  }
}

function sharingRoutes(api: string) {
  return {
    /** Takes what a device shares: texts and files become a message to write. */
    shares: (): string => `${api}/shares`,
    /** Goes on with one that waited for somebody to sign in. */
    share: (id: string): string => `${api}/shares/${encodeURIComponent(id)}`,
    /** Takes a message in a file. */
    messageFiles: (): string => `${api}/message-files`,
    fetches: (): string => `${api}/fetches`,
  }
}

/** The pages of the filters that a mail server keeps. Their names may hold anything, so they stand in the query. */
function filterPages(base: string) {
  return {
    filters: (): string => `${base}/filters`,
    filter: (name: string): string => `${base}/filters/edit${search({ name })}`,
    /** `from` or `list` begins one for such messages. */
    newFilter: (query: Readonly<Record<string, string>> = {}): string => `${base}/filters/edit${search(query)}`,
  }
}

function filterRoutes(api: string) {
  return {
    /** GET answers the list; POST does something with one. */
    filters: (): string => `${api}/filters`,
    /** One as a file. */
    filterFile: (name: string): string => `${api}/filters/script${search({ name })}`,
    /** Takes one from a file. */
    importFilter: (): string => `${api}/filters/import`,
  }
}

/** What is being written. */
function writingRoutes(api: string) {
  return {
    compositions: (): string => `${api}/compositions`,
    composition: (id: string): string => `${api}/compositions/${encodeURIComponent(id)}`,
    /** A picture that stands in its HTML, by its Content-ID; without one what all of them begin with. And the message that it quotes apart. */
    compositionPicture: (id: string, contentId = ''): string => `${api}/compositions/${encodeURIComponent(id)}/pictures/${encodeURIComponent(contentId)}`,
    compositionQuotation: (id: string): string => `${api}/compositions/${encodeURIComponent(id)}/quotation`,
    /** Files of a composition that arrive in pieces, and one of them. */
    uploads: (id: string): string => `${api}/compositions/${encodeURIComponent(id)}/uploads`,
    upload: (id: string, upload: string): string => `${api}/compositions/${encodeURIComponent(id)}/uploads/${encodeURIComponent(upload)}`,
    /** GET answers the files that are sent as links; POST takes one back. */
    fileLinks: (): string => `${api}/file-links`,
    submissions: (): string => `${api}/submissions`,
    /** Opens what waits to be sent or to come back; our own server asks, and nobody else gets an answer. */
    waiting: (): string => `${api}/waiting`,
    /** Checks a plain text; `words` adds one to the person's own. */
    spelling: (): string => `${api}/spelling`,
    spellingWords: (): string => `${api}/spelling/words`,
  }
}

function linkPages(base: string) {
  return {
    /** Files that somebody has sent as links; and where the file of one is, for whoever has the link. */
    fileLinks: (): string => `${base}/file-links`,
    linkedFile: (token: string): string => `${base}/linked-files/${encodeURIComponent(token)}`,
  }
}

/** The pages of the directories. */
function directoryPages(base: string) {
  return {
    /** Where people are looked up; for a composition, to which those who are chosen are added. */
    directory: (query: Readonly<Record<string, string>> = {}): string => `${base}/directory${search(query)}`,
    /** All about one entry: `directory` and `entry`, and the query of the page before. */
    directoryEntry: (query: Readonly<Record<string, string>>): string => `${base}/directory/entry${search(query)}`,
  }
}

function directoryRoutes(api: string) {
  return {
    /** Whom the letters typed so far may mean. */
    directory: (text?: string): string => `${api}/directory${search(text === undefined ? {} : { q: text })}`,
    directoryPhoto: (directory: string, entry: string): string => `${api}/directory/photo${search({ directory, entry })}`,
    /** What the reader notes about an entry. */
    directoryNote: (): string => `${api}/directory/note`,
    directoryCertificate: (directory: string, entry: string): string => `${api}/directory/certificate${search({ directory, entry })}`,
  }
}

/** What is asked about one message, and of its parts. */
function messageRoutes(apiMessage: (ref: MessageRef) => string) {
  const part = (ref: MessageRef, section: string): string => `${apiMessage(ref)}/parts/${section === '' ? '0' : section}`
  return {
    message: (ref: MessageRef): string => apiMessage(ref),
    source: (ref: MessageRef, download = false): string => `${apiMessage(ref)}/source${download ? '?download=1' : ''}`,
    /** The HTML of a message as the document of the sandboxed frame. */
    html: (ref: MessageRef, section: string, query: Readonly<Record<string, string>> = {}): string =>
      `${apiMessage(ref)}/html/${section === '' ? '0' : section}${search(query)}`,
    part: (ref: MessageRef, section: string, disposition: 'view' | 'download'): string =>
      `${part(ref, section)}${disposition === 'download' ? '?download=1' : ''}`,
    /** Remembers whose pictures from elsewhere are shown. */
    remoteSenders: (ref: MessageRef): string => `${apiMessage(ref)}/remote-senders`,
    /** Tells whoever sends to many that this reader wants no more of it. */
    unsubscribe: (ref: MessageRef): string => `${apiMessage(ref)}/unsubscribe`,
    /** Puts the message off, waits for an answer to it, or ends either. */
    reminder: (ref: MessageRef): string => `${apiMessage(ref)}/reminder`,
    /** Tells whoever asked that the message was read, or that nobody will. */
    receipt: (ref: MessageRef): string => `${apiMessage(ref)}/receipt`,
    /** GET is a zip of all of them; POST takes some out of the message. */
    attachments: (ref: MessageRef): string => `${apiMessage(ref)}/attachments`,
    /** Answers the invitation that a part brings. */
    invitation: (ref: MessageRef, section: string): string => `${part(ref, section)}/invitation`,
    /** A file that is packed inside a part. */
    packedFile: (ref: MessageRef, section: string, file: number, disposition: 'view' | 'download' = 'download'): string => `${part(ref, section)}/files/${file}${disposition === 'view' ? '?view=1' : ''}`,
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
    addressBooks: (): string => `${base}/address-book`,
    /** One search in all address books and directories: `q`, and `composition` for a message to which those who are chosen are added. */
    people: (query: Readonly<Record<string, string>> = {}): string => `${base}/people${search(query)}`,
    addressBook: (book: string, query: Readonly<Record<string, string>> = {}): string => `${bookPath(book)}${search(query)}`,
    addressBookSettings: (book: string): string => `${bookPath(book)}/settings`,
    /** The servers outside whose books are synchronised, or one of them. */
    outsideServers: (): string => `${base}/address-book/outside`,
    outsideServer: (server: string): string => `${base}/address-book/outside/${encodeURIComponent(server)}`,
    newContact: (book: string, kind?: 'group'): string => `${bookPath(book)}/new${search(kind === undefined ? {} : { kind })}`,
    contact: (book: string, contact: string): string => `${bookPath(book)}/${contact}`,
    editContact: (book: string, contact: string): string => `${bookPath(book)}/${contact}/edit`,
    /** Where a file of contacts is uploaded, that book offered first. */
    importContacts: (book = ''): string => `${base}/address-book/import${search(book === '' ? {} : { book })}`,
    /** The settings of an import, then its report. */
    contactImport: (id: string, page = 1): string => `${base}/address-book/import/${encodeURIComponent(id)}${search(page > 1 ? { page: String(page) } : {})}`,
    duplicates: (book: string): string => `${bookPath(book)}/duplicates`,
  }
}

function addressBookRoutes(api: string, apiMessage: (ref: MessageRef) => string) {
  const apiBook = (book: string): string => `${api}/address-books/${encodeURIComponent(book)}`
  return {
    addressBooks: (): string => `${api}/address-books`,
    addressBook: (book: string): string => apiBook(book),
    /** GET answers the contacts of a book; POST makes one, or does something with those that are chosen. */
    contacts: (book: string, query: Readonly<Record<string, string>> = {}): string => `${apiBook(book)}/contacts${search(query)}`,
    contact: (book: string, contact: string): string => `${apiBook(book)}/contacts/${encodeURIComponent(contact)}`,
    /** The version lets browsers keep it. */
    contactPhoto: (book: string, contact: string, version?: string): string => `${apiBook(book)}/contacts/${encodeURIComponent(contact)}/photo${search(version === undefined ? {} : { v: version })}`,
    /** GET answers whom all address books and directories know; POST puts those who were chosen into a message or an address book. */
    picks: (query: Readonly<Record<string, string>> = {}): string => `${api}/people${search(query)}`,
    outsideServers: (): string => `${api}/outside-books`,
    outsideServer: (server: string): string => `${api}/outside-books/${encodeURIComponent(server)}`,
    /** A book here that is like one on a server outside. */
    outsideBook: (book: string): string => `${api}/outside-books/books/${encodeURIComponent(book)}`,
    /** POST takes a file of contacts that waits for its settings. */
    contactImports: (): string => `${api}/address-books/imports`,
    /** GET answers how far it is; POST changes its settings, begins it, discards it or takes it back. */
    contactImport: (id: string): string => `${api}/address-books/imports/${encodeURIComponent(id)}`,
    /** Imports the cards of an attachment into the personal book. */
    partContacts: (ref: MessageRef, section: string): string => `${apiMessage(ref)}/parts/${section === '' ? '0' : section}/contacts`,
    /** A book as a file; POST writes those that are chosen. Without a book all of them. */
    exportContacts: (book?: string): string => (book === undefined ? `${api}/address-books/export` : `${apiBook(book)}/export`),
    /** Makes one contact of several, or says that they are different. */
    duplicates: (book: string): string => `${apiBook(book)}/duplicates`,
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

/** What is done with messages that were chosen in an index, by other routes than the one that changes them. */
function choiceRoutes(apiMailbox: (name: string) => string) {
  return {
    /** Leads to the page that prints them. */
    printMessages: (name: string): string => `${apiMailbox(name)}/print`,
    /** Puts them off. */
    snoozeMessages: (name: string): string => `${apiMailbox(name)}/snooze`,
  }
}
