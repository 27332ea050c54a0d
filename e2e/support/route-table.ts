import type { Urls } from '#lib/api/urls.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { writeMessageId } from '#lib/mail/message-ref.ts'
import { writePick } from '#lib/mail/people/pick.ts'

/** What belongs to one person and to nobody else. */
export interface Belongings {
  readonly mailbox: string
  /** A message in that mailbox, HTML with a picture of its own and attachments. */
  readonly ref: MessageRef
  /** Sections of its HTML and of its attachment. */
  readonly html: string
  readonly attachment: string
  /** A message and a winmail.dat that are attached. */
  readonly inside: string
  readonly packed: string
  readonly composition: string
  /** A message that is written in HTML, with a picture, by its Content-ID, and with a message that it quotes apart. */
  readonly formatted: string
  readonly picture: string
  /** An address book with one contact that has a photo. */
  readonly book: string
  readonly contact: string
  /** A file of contacts that waits to be imported. */
  readonly contactImport: string
  /** A server whose address books are synchronised. */
  readonly server: string
  /** The address of a ticket for its picture, below the origin. */
  readonly ticket: string
}

/**
 * What somebody else gets who asks for it: a refusal; his own account, in which there is nothing of the sort; or what everybody gets.
 */
export type Others = 'refused' | 'own' | 'everybody'

export interface RouteCase {
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** Of a POST. */
  readonly json?: Readonly<Record<string, unknown>>
  readonly others: Others
  /** Whoever is not signed in: sent to the sign-in page or 401, told that there is no such thing, or served. */
  readonly strangers: 'sent-away' | 'refused' | 'served'
  /** An answer that does not end. */
  readonly stream?: true
}

/** Nobody's: that of somebody else is asked for in the tests of uploads. */
const NO_UPLOAD = 'u'.repeat(22)

/** Every route and page of the application, by its file, as asked with somebody's belongings. */
export function routeTable(urls: Urls, { mailbox, ref, html, attachment, inside, packed, composition, formatted, picture, book, contact, contactImport, server, ticket }: Belongings): Readonly<Record<string, readonly RouteCase[]>> {
  const id = writeMessageId(ref)
  const page = (path: string, others: Others = 'refused'): RouteCase => ({ method: 'GET', path, others, strangers: 'sent-away' })
  const publicPage = (path: string): RouteCase => ({ method: 'GET', path, others: 'everybody', strangers: 'served' })
  const post = (path: string, json: Readonly<Record<string, unknown>>, others: Others = 'refused'): RouteCase => ({ method: 'POST', path, json, others, strangers: 'sent-away' })
  return {
    'page.tsx': [page(urls.home(), 'own')],
    'about/page.tsx': [publicPage(urls.about())],
    'help/page.tsx': [publicPage(urls.help())],
    'help/[page]/page.tsx': [publicPage(urls.help('filing')), publicPage(urls.help('quick-start'))],
    'help/search/page.tsx': [publicPage(urls.helpSearch('attachment')), publicPage(urls.helpSearch())],
    'theme/[theme]/[file]/route.ts': [publicPage(urls.theme('classic', 'theme.css', '0'))],
    'pdf-viewer/[version]/[file]/route.ts': [{ method: 'GET', path: urls.pdfViewer('0'.repeat(16), 'viewer.html'), others: 'everybody', strangers: 'served' }],
    'decrypted-viewer/route.ts': [{ method: 'GET', path: urls.decryptedViewer(), others: 'everybody', strangers: 'served' }],
    'web-manifest/route.ts': [publicPage(urls.webManifest())],
    'offline/route.ts': [publicPage(urls.offline())],
    'site/[path]/route.ts': [publicPage(urls.site('default'))],
    'sign-in/page.tsx': [publicPage(urls.signIn())],
    '(mail)/mailboxes/[mailbox]/page.tsx': [page(urls.mailbox(mailbox)), page(urls.mailbox(mailbox, { search: 'a', sort: 'size' })), page(urls.mailbox('INBOX'), 'own')],
    '(mail)/mailboxes/[mailbox]/[message]/page.tsx': [page(urls.message(ref)), page(urls.message(ref, { headers: 'full', as: 'text' })), page(urls.message({ ...ref, mailbox: 'INBOX' }))],
    '(mail)/mailboxes/[mailbox]/[message]/attachments/page.tsx': [page(urls.attachments(ref))],
    '(mail)/mailboxes/[mailbox]/[message]/details/page.tsx': [page(urls.messageDetails(ref))],
    '(mail)/mailboxes/[mailbox]/[message]/parts/[part]/page.tsx': [page(urls.messagePart(ref, inside))],
    '(mail)/templates/page.tsx': [page(urls.templates(), 'own')],
    '(mail)/mailboxes/[mailbox]/print/page.tsx': [page(urls.printMessages(mailbox, [id]))],
    '(mail)/mailboxes/[mailbox]/[message]/signature/page.tsx': [page(urls.signature(ref))],
    '(mail)/manage/page.tsx': [page(urls.mailboxes(), 'own')],
    '(mail)/manage/[mailbox]/page.tsx': [page(urls.mailboxSettings(mailbox))],
    '(mail)/settings/page.tsx': [page(urls.settings(), 'own')],
    '(mail)/settings/[topic]/page.tsx': [page(urls.settings('reading'), 'own')],
    '(mail)/themes/page.tsx': [page(urls.themes(), 'own')],
    '(mail)/themes/editor/page.tsx': [page(urls.themeEditor('classic'), 'own')],
    '(mail)/filters/page.tsx': [page(urls.filters(), 'own')],
    '(mail)/filters/edit/page.tsx': [page(urls.newFilter(), 'own'), page(urls.filter('Holiday'), 'own')],
    '(mail)/directory/page.tsx': [page(urls.directory(), 'own'), page(urls.directory({ text: 'brandt', composition }), 'own')],
    '(mail)/directory/entry/page.tsx': [page(urls.directoryEntry({ of: 'demonstration', entry: 'uid=ada.brandt,ou=people,dc=example,dc=test' }), 'own')],
    '(mail)/address-book/page.tsx': [page(urls.addressBooks(), 'own')],
    '(mail)/address-book/[book]/page.tsx': [page(urls.addressBook(book)), page(urls.addressBook(book, { q: 'helio' }))],
    '(mail)/address-book/import/page.tsx': [page(urls.importContacts(), 'own'), page(urls.importContacts(book), 'own')],
    '(mail)/address-book/import/[import]/page.tsx': [page(urls.contactImport(contactImport))],
    '(mail)/address-book/[book]/duplicates/page.tsx': [page(urls.duplicates(book))],
    '(mail)/address-book/[book]/new/page.tsx': [page(urls.newContact(book)), page(urls.newContact(book, 'group'))],
    '(mail)/address-book/[book]/settings/page.tsx': [page(urls.addressBookSettings(book))],
    '(mail)/address-book/[book]/[contact]/page.tsx': [page(urls.contact(book, contact))],
    '(mail)/address-book/[book]/[contact]/edit/page.tsx': [page(urls.editContact(book, contact))],
    '(mail)/people/page.tsx': [page(urls.people(), 'own'), page(urls.people({ q: 'helio', composition }), 'own')],
    '(mail)/address-book/outside/page.tsx': [page(urls.outsideServers(), 'own')],
    '(mail)/address-book/outside/[server]/page.tsx': [page(urls.outsideServer(server))],
    '(mail)/keys/page.tsx': [page(urls.keys(), 'own')],
    '(mail)/file-links/page.tsx': [page(urls.fileLinks(), 'own')],
    '(mail)/reminders/page.tsx': [page(urls.reminders(), 'own')],
    '(mail)/phone/page.tsx': [page(urls.phone(), 'own')],
    '(mail)/program-passwords/page.tsx': [page(urls.programPasswords(), 'own'), page(urls.programPasswords('p'.repeat(22)), 'own')],
    '(mail)/password/page.tsx': [page(urls.password(), 'own')],
    // Whoever asks here administers nothing: to them there are no such pages.
    '(mail)/admin/page.tsx': [page(urls.admin(), 'own')],
    '(mail)/admin/sites/page.tsx': [page(urls.admin('sites'), 'own')],
    '(mail)/admin/themes/page.tsx': [page(urls.admin('themes'), 'own')],
    '(mail)/admin/people/page.tsx': [page(urls.admin('people'), 'own')],
    '(mail)/admin/people/[person]/page.tsx': [page(urls.adminPerson('p'.repeat(22)), 'own')],
    '(mail)/admin/announcements/page.tsx': [page(urls.admin('announcements'), 'own')],
    '(mail)/admin/traces/page.tsx': [page(urls.admin('traces'), 'own')],
    '(mail)/admin/preferences/page.tsx': [page(urls.admin('preferences'), 'own')],
    '(mail)/compose/page.tsx': [page(urls.compose({ to: 'x@example.test' }), 'own'), page(urls.compose({ shared: 's'.repeat(22) }), 'own')],
    '(mail)/open/page.tsx': [page(urls.messageFile(), 'own')],
    '(mail)/fetch/page.tsx': [page(urls.fetch(), 'own')],
    '(mail)/compose/[composition]/page.tsx': [page(urls.composition(composition))],
    'api/language/route.ts': [{ ...post(urls.api.language(), { language: 'en' }, 'everybody'), strangers: 'served' }],
    'api/session/route.ts': [{ ...post(urls.api.session(), { user: 'nobody', password: 'wrong' }, 'everybody'), strangers: 'served' }],
    'api/session/end/route.ts': [post(urls.api.signOut(), {}, 'own')],
    'api/events/route.ts': [{ ...page(urls.api.events(mailbox), 'own'), stream: true }],
    'api/mailboxes/route.ts': [page(urls.api.mailboxes(), 'own'), post(urls.api.mailboxes(), { name: 'Forged', parent: 'Drafts' }, 'own')],
    'api/mailboxes/[mailbox]/rename/route.ts': [post(urls.api.renameMailbox(mailbox), { name: 'Taken' })],
    'api/mailboxes/[mailbox]/delete/route.ts': [post(urls.api.deleteMailbox(mailbox), {})],
    'api/mailboxes/[mailbox]/print/route.ts': [post(urls.api.printMessages(mailbox), { message: id }, 'own')],
    'api/mailboxes/[mailbox]/snooze/route.ts': [post(urls.api.snoozeMessages(mailbox), { message: id, snooze: 'tomorrow' })],
    'api/mailboxes/[mailbox]/messages/route.ts': [
      page(urls.api.messages(mailbox)),
      post(urls.api.messages(mailbox), { action: 'delete', messages: [id] }),
      post(urls.api.messages(mailbox), { action: 'move', messages: [id], target: 'INBOX' }),
      post(urls.api.messages('INBOX'), { action: 'copy', messages: [id], target: mailbox }),
    ],
    'api/mailboxes/[mailbox]/messages/[message]/route.ts': [page(urls.api.message(ref)), page(urls.api.message({ ...ref, mailbox: 'INBOX' }))],
    'api/mailboxes/[mailbox]/messages/[message]/source/route.ts': [page(urls.api.source(ref)), page(urls.api.source(ref, true))],
    'api/mailboxes/[mailbox]/messages/[message]/html/[part]/route.ts': [page(urls.api.html(ref, html)), page(urls.api.html(ref, html, { images: '1' }))],
    'api/mailboxes/[mailbox]/messages/[message]/parts/[part]/route.ts': [page(urls.api.part(ref, attachment, 'download')), page(urls.api.part(ref, attachment, 'view')), post(urls.api.part(ref, inside, 'view'), { target: 'INBOX' })],
    'api/mailboxes/[mailbox]/messages/[message]/parts/[part]/files/[file]/route.ts': [page(urls.api.packedFile(ref, packed, 0))],
    'api/mailboxes/[mailbox]/messages/[message]/attachments/route.ts': [page(urls.api.attachments(ref)), post(urls.api.attachments(ref), { part: attachment })],
    'api/mailboxes/[mailbox]/messages/[message]/remote-senders/route.ts': [post(urls.api.remoteSenders(ref), { remember: 'domain', insist: 'yes' })],
    'api/mailboxes/[mailbox]/messages/[message]/reminder/route.ts': [post(urls.api.reminder(ref), { snooze: 'tomorrow' })],
    'api/mailboxes/[mailbox]/messages/[message]/unsubscribe/route.ts': [post(urls.api.unsubscribe(ref), {})],
    'api/mailboxes/[mailbox]/messages/[message]/receipt/route.ts': [post(urls.api.receipt(ref), { answer: 'send' })],
    'api/mailboxes/[mailbox]/messages/[message]/parts/[part]/invitation/route.ts': [post(urls.api.invitation(ref, attachment), { answer: 'accepted' })],
    'api/alert/route.ts': [post(urls.api.alert(), { alert: 'a'.repeat(12) }, 'own')],
    'api/admin/announcements/route.ts': [post(urls.api.announcements(), { site: 'default', kind: 'alert', text: 'Forged' })],
    'api/admin/support/route.ts': [post(urls.api.adminSupport(), { user: 'bob' })],
    'api/admin/people/sign-out/route.ts': [post(urls.api.adminSignOut(), { person: 'p'.repeat(22), confirm: 'yes' })],
    'api/admin/traces/route.ts': [page(urls.api.traces()), post(urls.api.traces(), { user: 'bob', minutes: '30' })],
    'api/admin/traces/[trace]/route.ts': [page(urls.api.trace('t'.repeat(12), 'gateway')), post(urls.api.trace('t'.repeat(12)), { act: 'remove' })],
    'api/themes/route.ts': [post(urls.api.themes(), { intent: 'export', name: 'forged', scheme: 'both' })],
    'api/shares/route.ts': [{ ...post(urls.api.shares(), {}, 'own'), strangers: 'served' }],
    'api/shares/[share]/route.ts': [post(urls.api.share('s'.repeat(22)), {})],
    'api/fetches/route.ts': [post(urls.api.fetches(), {}, 'own')],
    'api/message-files/route.ts': [post(urls.api.messageFiles(), {}, 'own')],
    'api/compositions/route.ts': [page(urls.api.compositions(), 'own'), post(urls.api.compositions(), { kind: 'reply', mailbox, id }), post(urls.api.compositions(), { kind: 'resume', mailbox, id })],
    'api/compositions/[composition]/route.ts': [
      page(urls.api.composition(composition)),
      post(urls.api.composition(composition), { intent: 'save', revision: '1', subject: 'Taken', to: '', body: 'Taken' }),
      post(urls.api.composition(composition), { intent: 'send', revision: '1', subject: 'Taken', to: 'bob@example.test', body: 'Taken' }),
      post(urls.api.composition(composition), { intent: 'discard', revision: '1' }),
    ],
    'api/compositions/[composition]/uploads/route.ts': [post(urls.api.uploads(composition), { name: 'forged.txt', mediaType: 'text/plain', size: 3 })],
    'api/compositions/[composition]/uploads/[upload]/route.ts': [page(urls.api.upload(composition, NO_UPLOAD), 'own'), post(urls.api.upload(composition, NO_UPLOAD), {}, 'own')],
    'api/spelling/route.ts': [post(urls.api.spelling(), { text: 'Helo' }, 'own')],
    'api/spelling/words/route.ts': [post(urls.api.spellingWords(), { word: 'Postern' }, 'own')],
    'api/compositions/[composition]/pictures/[picture]/route.ts': [page(urls.api.compositionPicture(formatted, picture))],
    'api/compositions/[composition]/quotation/route.ts': [page(urls.api.compositionQuotation(formatted))],
    'api/preferences/route.ts': [page(urls.api.preferences(), 'own'), post(urls.api.preferences(), { changes: [{ name: 'identity.full_name', value: 'Forged' }] }, 'own')],
    'api/preferences/file/route.ts': [page(urls.api.preferenceFile(), 'own'), post(urls.api.preferenceFile(), {}, 'own')],
    'api/keys/route.ts': [page(urls.api.keys(), 'own'), post(urls.api.keys(), { intent: 'remove', fingerprint: 'A'.repeat(40) }, 'own')],
    'api/keys/file/route.ts': [post(urls.api.keyFile(), {}, 'own')],
    'api/password/route.ts': [post(urls.api.password(), { password: 'forged', new_password: 'forged-forged', new_password_again: 'forged-forged' }, 'own')],
    'api/file-links/route.ts': [page(urls.api.fileLinks(), 'own'), post(urls.api.fileLinks(), { intent: 'remove', id: NO_UPLOAD }, 'own')],
    'api/program-passwords/route.ts': [page(urls.api.programPasswords(), 'own'), post(urls.api.programPasswords(), { intent: 'revoke', id: 'p'.repeat(22) }, 'own')],
    'api/address-books/route.ts': [page(urls.api.addressBooks(), 'own'), post(urls.api.addressBooks(), { title: 'Forged' }, 'own')],
    'api/address-books/[book]/route.ts': [
      post(urls.api.addressBook(book), { intent: 'rename', title: 'Taken' }),
      post(urls.api.addressBook(book), { intent: 'share', to: 'user', name: 'bob', right: 'manage' }),
      post(urls.api.addressBook(book), { intent: 'delete' }),
    ],
    'api/address-books/[book]/export/route.ts': [page(urls.api.exportContacts(book)), post(urls.api.exportContacts(book), { contact: [contact] })],
    'api/address-books/[book]/duplicates/route.ts': [post(urls.api.duplicates(book), { intent: 'apart', card: [`${contact}:1`, `${contact}:2`] })],
    'api/address-books/export/route.ts': [page(urls.api.exportContacts(), 'own')],
    'api/address-books/imports/route.ts': [post(urls.api.contactImports(), {}, 'own')],
    'api/address-books/imports/[import]/route.ts': [
      page(urls.api.contactImport(contactImport)),
      post(urls.api.contactImport(contactImport), { intent: 'look', format: 'csv' }),
      post(urls.api.contactImport(contactImport), { intent: 'import', format: 'vcard4', title: 'Taken' }),
      post(urls.api.contactImport(contactImport), { intent: 'take-back' }),
      post(urls.api.contactImport(contactImport), { intent: 'discard' }),
    ],
    'api/mailboxes/[mailbox]/messages/[message]/parts/[part]/contacts/route.ts': [post(urls.api.partContacts(ref, attachment), {})],
    'api/address-books/[book]/contacts/route.ts': [
      page(urls.api.contacts(book)),
      post(urls.api.contacts(book), { given: 'Forged' }),
      post(urls.api.contacts(book), { intent: 'delete', contact: [contact] }),
    ],
    'api/address-books/[book]/contacts/[contact]/route.ts': [
      page(urls.api.contact(book, contact)),
      post(urls.api.contact(book, contact), { intent: 'save', etag: '1', given: 'Taken' }),
      post(urls.api.contact(book, contact), { intent: 'delete' }),
    ],
    'api/address-books/[book]/contacts/[contact]/photo/route.ts': [page(urls.api.contactPhoto(book, contact)), post(urls.api.contactPhoto(book, contact), {})],
    'api/contacts/route.ts': [page(urls.api.people('helio'), 'own'), post(urls.api.people(), { address: 'forged@example.test' }, 'own')],
    'api/outside-books/route.ts': [page(urls.api.outsideServers(), 'own'), post(urls.api.outsideServers(), { address: 'https://10.0.0.1/', user: 'forged', password: 'forged' })],
    'api/outside-books/[server]/route.ts': [
      post(urls.api.outsideServer(server), { intent: 'find' }),
      post(urls.api.outsideServer(server), { intent: 'stop', contacts: 'remove' }),
    ],
    'api/outside-books/books/[book]/route.ts': [
      post(urls.api.outsideBook(book), { intent: 'synchronise' }),
      post(urls.api.outsideBook(book), { intent: 'settle', contact, keep: 'here', seen: 's'.repeat(22) }),
    ],
    'api/phone/route.ts': [page(urls.api.phone(), 'own')],
    'api/filters/route.ts': [page(urls.api.filters(), 'own'), post(urls.api.filters(), { intent: 'use', name: 'Holiday' }, 'own')],
    'api/filters/script/route.ts': [page(urls.api.filterFile('Holiday'), 'own')],
    'api/filters/import/route.ts': [post(urls.api.importFilter(), {}, 'own')],
    'api/directory/route.ts': [page(urls.api.directory('ada'), 'own')],
    'api/people/route.ts': [
      page(urls.api.picks({ q: 'helio' }), 'own'),
      post(urls.api.picks(), { into: 'to', pick: writePick({ written: 'bob@example.test', place: undefined }), composition }),
      post(urls.api.picks(), { into: 'book', pick: writePick({ written: 'forged@example.test', place: undefined }), book }),
      post(urls.api.picks(), { into: 'bcc', pick: writePick({ written: '', place: { book, card: contact } }) }),
    ],
    'api/directory/note/route.ts': [post(urls.api.directoryNote(), { directory: 'demonstration', entry: 'uid=ada.brandt,ou=people,dc=example,dc=test', note: 'Forged' }, 'own')],
    'api/directory/photo/route.ts': [page(urls.api.directoryPhoto('demonstration', 'uid=ada.brandt,ou=people,dc=example,dc=test'), 'own')],
    'api/directory/certificate/route.ts': [page(urls.api.directoryCertificate('demonstration', 'uid=ada.brandt,ou=people,dc=example,dc=test'), 'own')],
    'api/submissions/route.ts': [post(urls.api.submissions(), { composition })],
    // Our own server asks from inside; from outside there is nothing.
    'api/waiting/route.ts': [{ method: 'GET', path: urls.api.waiting(), others: 'own', strangers: 'refused' }],
    // A site that lets people send links is in their own tests.
    'linked-files/[token]/route.ts': [{ method: 'GET', path: urls.linkedFile('f'.repeat(32)), others: 'refused', strangers: 'refused' }],
    // Whoever has no session has the ticket alone, as the frame of the message has: a forged one opens nothing.
    'mail-content/[ticket]/route.ts': [
      { method: 'GET', path: ticket, others: 'refused', strangers: 'served' },
      { method: 'GET', path: urls.mailContent('f'.repeat(32)), others: 'refused', strangers: 'refused' },
    ],
  }
}
