import { fetchForm } from '#lib/api/fetch-shapes.ts'
import { json, seeOther } from '#lib/http/answers.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { fetchFor, mayFetch } from '#lib/http/fetching/fetch-site.ts'
import { accountRoute } from '#lib/http/route.ts'
import { appUrls } from '#lib/http/wiring.ts'

export const POST = accountRoute({ body: fetchForm, admits: mayFetch, formPage: () => appUrls().fetch() }, signedIn, async ({ session, connections, body, wants, words, signal }) => {
  const { host, port, security, user, password, mailbox, afterwards } = body
  const server = { host, security, port: port ?? (security === 'tls' ? 995 : 110) }
  const report = await fetchFor(session, connections, { server, credentials: { user, password }, mailbox, afterwards }, signal)
  if (wants === 'json') return json(report)
  const { fetching } = await words()
  const { fetched, waiting, tooLarge } = report
  return seeOther(appUrls().fetch(), [fetching.done({ count: fetched }), ...(waiting > 0 ? [fetching.waiting({ count: waiting })] : []), ...(tooLarge > 0 ? [fetching.tooLarge({ count: tooLarge })] : [])].join(' '))
})
