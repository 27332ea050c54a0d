import { confirmation, mailboxParams } from '#lib/api/mail-shapes.ts'
import { noContent, seeOther } from '#lib/http/answers.ts'
import { accountRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { appUrls, withModule } from '#lib/http/wiring.ts'
import { deleteMailbox } from '#lib/imap/operations/manage/delete-mailbox.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'

export const POST = withModule('manage', accountRoute({ params: mailboxParams, body: confirmation }, signedIn, async ({ connections, params, body, wants, words }) => {
  // A script that asks has asked the person itself.
  if (wants === 'page' && !body.isConfirmed) throw new GatewayError('invalid', 'not confirmed', { refusal: { name: 'deleting-not-confirmed' } })
  await deleteMailbox(connections, params.mailbox)
  return wants === 'json' ? noContent() : seeOther(appUrls().mailboxes(), (await words()).manage.deleted({ name: params.mailbox }))
}))
