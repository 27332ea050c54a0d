import { mailboxParams, nothing } from '#lib/api/mail-shapes.ts'
import { noContent, seeOther } from '#lib/http/answers.ts'
import { accountRoute } from '#lib/http/route.ts'
import { appUrls, signedIn, withModule } from '#lib/http/wiring.ts'
import { deleteMailbox } from '#lib/imap/operations/manage/delete-mailbox.ts'

export const POST = withModule('manage', accountRoute({ params: mailboxParams, body: nothing }, signedIn, async ({ connections, params, wants }) => {
  await deleteMailbox(connections, params.mailbox)
  return wants === 'json' ? noContent() : seeOther(appUrls().mailboxes(), `The mailbox ${params.mailbox} was deleted.`)
}))
