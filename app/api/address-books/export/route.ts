import { exportQuery } from '#lib/api/address-book/transfer-shapes.ts'
import { writeContacts } from '#lib/gateway/address-book/transfer/write-contacts.ts'
import { contactFile } from '#lib/http/address-book/contact-file.ts'
import { contactsOf } from '#lib/http/address-book/contacts.ts'
import { accountRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { appUrls, withModule } from '#lib/http/wiring.ts'

/** All books of somebody's own in one file; those of others and of the site are theirs. */
export const GET = withModule('contacts', accountRoute({ query: exportQuery, formPage: () => appUrls().addressBooks() }, signedIn, async ({ session, query, words }) => {
  const of = await contactsOf(session)
  const own = (await of.store.books(of.who)).filter(({ isOwn, kind }) => isOwn && kind !== 'site')
  return contactFile(await writeContacts(of, query.format, { books: own.map(({ id }) => id) }), (await words()).contacts.books)
}))
