import { mailboxParams, mailboxRename } from '#lib/api/mail-shapes.ts'
import { json, seeOther } from '#lib/http/answers.ts'
import { accountRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { appUrls, withModule } from '#lib/http/wiring.ts'
import { renameMailbox } from '#lib/imap/operations/manage/rename-mailbox.ts'

export const POST = withModule('manage', accountRoute({ params: mailboxParams, body: mailboxRename }, signedIn, async ({ connections, params, body, wants, words }) => {
  await renameMailbox(connections, params.mailbox, body.name)
  // The page that was left open is called otherwise now, so its `return` leads nowhere.
  return wants === 'json' ? json({ name: body.name }) : seeOther(appUrls().mailboxes(), (await words()).manage.renamed({ name: params.mailbox, newName: body.name }))
}))
