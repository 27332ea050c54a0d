import { confirmation, mailboxParams } from '#lib/api/mail-shapes.ts'
import { noContent, seeOther } from '#lib/http/answers.ts'
import { accountRoute } from '#lib/http/route.ts'
import { appUrls, signedIn, withModule } from '#lib/http/wiring.ts'
import { words } from '#lib/i18n/words.ts'
import { deleteMailbox } from '#lib/imap/operations/manage/delete-mailbox.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'

export const POST = withModule('manage', accountRoute({ params: mailboxParams, body: confirmation }, signedIn, async ({ connections, params, body, wants }) => {
  // A script that asks has asked the person itself.
  if (wants === 'page' && !body.isConfirmed) throw new GatewayError('invalid', 'not confirmed', { sentence: words.manage.confirmFirst })
  await deleteMailbox(connections, params.mailbox)
  return wants === 'json' ? noContent() : seeOther(appUrls().mailboxes(), `The mailbox ${params.mailbox} was deleted.`)
}))
