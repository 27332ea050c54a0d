import { removes } from '#components/mail-state/apply-action.ts'
import { indexQuery, mailboxParams, messageAction } from '#lib/api/mail-shapes.ts'
import { actOnMessages } from '#lib/gateway/act-on-messages.ts'
import { json, ownPath, seeOther } from '#lib/http/answers.ts'
import { actionNotice } from '#lib/http/wording/notices.ts'
import { preferences } from '#lib/http/preferences/preferences-of.ts'
import { accountRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { appUrls } from '#lib/http/wiring.ts'
import { fetchIndexPage } from '#lib/imap/operations/fetch-index-page.ts'
import { chosenMailboxes } from '#lib/mail/preferences/chosen-mailboxes.ts'
import { indexOrder } from '#lib/mail/preferences/index-order.ts'

export const GET = accountRoute({ params: mailboxParams, query: indexQuery }, signedIn, async ({ session, connections, params, query }) => {
  const { values } = await preferences(session)
  return json(await fetchIndexPage(connections, { ...params, ...query, ...indexOrder(query, values), pageSize: values['index.page_size'] }))
})

export const POST = accountRoute({ params: mailboxParams, body: messageAction }, signedIn, async ({ session, connections, params, body, wants, returnPath, words }) => {
  const { values } = await preferences(session)
  const result = await actOnMessages(connections, { ...params, ...body, deletesAtOnce: values['mailboxes.deleting'] === 'at-once', chosen: chosenMailboxes(values) })
  if (wants === 'json') return json(result)
  const after = removes(body.action) ? ownPath(body.afterRemoval) : undefined
  return seeOther(after ?? returnPath ?? appUrls().mailbox(params.mailbox), actionNotice(await words(), body.action, body.ids.length, result.moved?.target ?? body.target))
})
