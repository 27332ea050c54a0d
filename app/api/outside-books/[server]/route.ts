import { serverChange, serverParams } from '#lib/api/address-book/outside-shapes.ts'
import { changePassword, findBooksAgain, followBooks, stopFollowing } from '#lib/gateway/outside-books/outside-servers.ts'
import { outsideOf } from '#lib/http/address-book/outside.ts'
import { json, noContent, seeOther } from '#lib/http/answers.ts'
import { accountRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { appUrls, withModule } from '#lib/http/wiring.ts'

/** Follows books of a server or stops it, looks for others, or changes the password. */
export const POST = withModule('outside_books', accountRoute({ params: serverParams, body: serverChange, formPage: () => appUrls().outsideServers() }, signedIn, async ({ session, params, body, wants, signal, words }) => {
  const { kit, runs, who } = await outsideOf(session)
  const id = params.server
  const { outside } = await words()
  const done = (notice: string, path = appUrls().outsideServer(id)): Response => (wants === 'json' ? noContent() : seeOther(path, notice))
  switch (body.intent) {
    case 'follow': {
      const books = await followBooks(kit, who, id, body.url)
      for (const book of books) void runs.run(book, { isAsked: true })
      return wants === 'json' ? json({ books }, 201) : done(outside.followed({ count: books.length }))
    }
    case 'find':
      await findBooksAgain(kit, who, id, signal)
      return done(outside.foundAgain)
    case 'password':
      await changePassword(kit, who, { id, password: body.password }, signal)
      for (const { book, server } of await kit.outside.books(who.account)) if (server === id) void runs.run(book, { isAsked: true })
      return done(outside.passwordChanged)
    case 'stop':
      await stopFollowing(kit, who, { id, book: body.book, keeps: body.contacts === 'keep' })
      return done(outside.stopped, body.book === undefined ? appUrls().outsideServers() : undefined)
  }
}))
