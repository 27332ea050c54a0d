import { newMailbox } from '#lib/api/mail-shapes.ts'
import { json, seeOther } from '#lib/http/answers.ts'
import { mailboxesView } from '#lib/http/preferences/mailboxes-view.ts'
import { preferences } from '#lib/http/preferences/preferences-of.ts'
import { accountRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { appUrls, withModule } from '#lib/http/wiring.ts'
import { createMailbox } from '#lib/imap/operations/manage/create-mailbox.ts'
import { listMailboxes } from '#lib/imap/operations/list-mailboxes.ts'

export const GET = accountRoute({}, signedIn, async ({ session, connections }) => json(await listMailboxes(connections, mailboxesView((await preferences(session)).values))))

export const POST = withModule('manage', accountRoute({ body: newMailbox }, signedIn, async ({ connections, body, wants, returnPath, words }) => {
  const name = await createMailbox(connections, body.name, body.parent)
  return wants === 'json' ? json({ name }, 201) : seeOther(returnPath ?? appUrls().mailbox(name), (await words()).manage.created({ name }))
}))
