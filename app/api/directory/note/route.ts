import { entryNote } from '#lib/api/people-shapes.ts'
import { saveNote } from '#lib/gateway/people/entry-notes.ts'
import { noContent, json, seeOther } from '#lib/http/answers.ts'
import { contactsOf } from '#lib/http/address-book/contacts.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { entryReader } from '#lib/http/people/people-sources.ts'
import { accountRoute } from '#lib/http/route.ts'
import { appUrls, withModule } from '#lib/http/wiring.ts'

const NOTE_FORM_LIMIT = 256 * 1024

/** Keeps what the reader notes about an entry of a directory, in the contact that belongs to it. */
export const POST = withModule('directory', withModule('contacts', accountRoute({ body: entryNote, bodyLimit: NOTE_FORM_LIMIT, formPage: () => appUrls().directory() }, signedIn, async ({ session, body: { directory, entry, note, etag }, wants, returnPath, words, log }) => {
  const read = entryReader(session, log)
  const card = await saveNote(await contactsOf(session), { directory, dn: entry, note, expected: etag || undefined }, () => read({ directory, entry }))
  if (wants === 'json') return card ? json({ book: card.book, id: card.id, etag: card.etag }) : noContent()
  return seeOther(returnPath ?? appUrls().directoryEntry({ of: directory, entry }), (await words()).people.noteSaved)
})))
