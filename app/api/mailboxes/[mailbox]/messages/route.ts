import { indexQuery, mailboxParams, messageAction } from '#lib/api/mail-shapes.ts'
import { actOnMessages } from '#lib/gateway/act-on-messages.ts'
import { json, seeOther } from '#lib/http/answers.ts'
import { actionNotice } from '#lib/http/notices.ts'
import { accountRoute } from '#lib/http/route.ts'
import { appUrls, currentSite, signedIn } from '#lib/http/wiring.ts'
import { fetchIndexPage } from '#lib/imap/operations/fetch-index-page.ts'

export const GET = accountRoute({ params: mailboxParams, query: indexQuery }, signedIn, async ({ session, connections, params, query }) =>
  json(await fetchIndexPage(connections, { ...params, ...query, pageSize: (await currentSite(session)).limits.pageSize })),
)

export const POST = accountRoute({ params: mailboxParams, body: messageAction }, signedIn, async ({ connections, params, body, wants, returnPath }) => {
  const result = await actOnMessages(connections, { ...params, ...body })
  if (wants === 'json') return json(result)
  return seeOther(returnPath ?? appUrls().mailbox(params.mailbox), actionNotice(body.action, body.ids.length, result.moved?.target ?? body.target))
})
