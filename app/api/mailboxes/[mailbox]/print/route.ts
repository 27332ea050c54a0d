import { chosenMessages, mailboxParams } from '#lib/api/mail-shapes.ts'
import { json, seeOther } from '#lib/http/answers.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { accountRoute } from '#lib/http/route.ts'
import { appUrls } from '#lib/http/wiring.ts'
import { writeMessageId } from '#lib/mail/message-ref.ts'

/** Leads from messages that were chosen in an index to the page that prints them. */
export const POST = accountRoute({ params: mailboxParams, body: chosenMessages }, signedIn, async ({ params, body, wants }) => {
  const location = appUrls().printMessages(params.mailbox, body.map(writeMessageId))
  return wants === 'json' ? json({ location }) : seeOther(location)
})
