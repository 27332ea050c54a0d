import { bookChange, bookParams } from '#lib/api/address-book/address-book-shapes.ts'
import { contactsOf } from '#lib/http/address-book/contacts.ts'
import { noContent, seeOther } from '#lib/http/answers.ts'
import { auditAct } from '#lib/http/request/audit.ts'
import { accountRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { appUrls, withModule } from '#lib/http/wiring.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'

/** Renames, shares or deletes a book. */
export const POST = withModule('contacts', accountRoute({ params: bookParams, body: bookChange, formPage: () => appUrls().addressBooks() }, signedIn, async ({ request, log, session, params, body, wants, words }) => {
  const { store, who } = await contactsOf(session)
  const { contacts } = await words()
  const settings = appUrls().addressBookSettings(params.book)
  const done = (path: string, notice: string): Response => (wants === 'json' ? noContent() : seeOther(path, notice))
  switch (body.intent) {
    case 'rename':
      await store.renameBook(who, params.book, body.title)
      return done(settings, contacts.bookRenamed({ title: body.title.trim() }))
    case 'share':
      await store.share(who, params.book, body)
      auditAct({ request, log }, session, 'book-shared', { book: params.book, to: body.to, name: body.name, right: body.right })
      return done(settings, contacts.bookShared({ name: body.name }))
    case 'unshare':
      await store.share(who, params.book, { ...body, right: undefined })
      auditAct({ request, log }, session, 'book-unshared', { book: params.book, to: body.to, name: body.name })
      return done(settings, contacts.bookUnshared({ name: body.name }))
    case 'delete':
      if (wants === 'page' && body.confirm !== 'yes') throw new GatewayError('invalid', 'not confirmed', { refusal: { name: 'contact-not-confirmed' } })
      await store.deleteBook(who, params.book)
      return done(appUrls().addressBooks(), contacts.bookDeleted)
  }
}))
