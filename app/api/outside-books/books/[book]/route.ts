import { setTimeout as delay } from 'node:timers/promises'
import { outsideBookChange, outsideBookParams } from '#lib/api/address-book/outside-shapes.ts'
import { ownOutsideBook } from '#lib/gateway/outside-books/own-outside-book.ts'
import { settleConflict } from '#lib/gateway/outside-books/settle-conflict.ts'
import { outsideOf } from '#lib/http/address-book/outside.ts'
import { json, noContent, seeOther } from '#lib/http/answers.ts'
import { accountRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { appUrls, withModule } from '#lib/http/wiring.ts'

/** How long a page waits for what goes on without it, in milliseconds. */
const PATIENCE = 6_000

/** Synchronises a book now, or settles what differs in it. */
export const POST = withModule('outside_books', accountRoute({ params: outsideBookParams, body: outsideBookChange, formPage: () => appUrls().addressBooks() }, signedIn, async ({ session, params, body, wants, returnPath, words }) => {
  const { kit, runs, who } = await outsideOf(session)
  const { outside } = await words()
  const { book } = params
  if (body.intent === 'settle') {
    await settleConflict(kit, who, { book, id: body.contact }, body)
    runs.changed(book)
    return wants === 'json' ? noContent() : seeOther(appUrls().addressBook(book), outside.settled)
  }
  await ownOutsideBook(kit, who, book)
  await Promise.race([runs.run(book, { isAsked: true, mayRemoveMany: body.intent === 'remove-many' }), delay(PATIENCE, undefined, { ref: false })])
  const { run } = await ownOutsideBook(kit, who, book)
  const isRunning = runs.isBusy(book)
  if (wants === 'json') return json({ isRunning, ended: run.ended, problem: run.problem })
  const notice = isRunning ? outside.begun : run.problem === '' ? outside.done : undefined
  return seeOther(returnPath ?? appUrls().addressBook(book), notice)
}))
