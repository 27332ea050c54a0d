import { eventsQuery } from '#lib/api/mail-shapes.ts'
import { listenForAlerts } from '#lib/http/admin/announcements.ts'
import { eventStream } from '#lib/http/event-stream.ts'
import { accountRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { lookFor, themeWatch } from '#lib/http/themes/themes-of.ts'
import { connectionsOf, isSignedIn, watches } from '#lib/http/wiring.ts'

export const GET = accountRoute({ query: eventsQuery }, signedIn, async ({ request, session, connections, query: { mailbox }, signal }) => {
  const { style } = await lookFor(session)
  return eventStream(
    {
      listen: (tell, end) => {
        const leaveMailbox = mailbox === undefined ? () => undefined : watches().listen({ account: connections.key, open: (until) => connectionsOf(session, until) }, mailbox, tell, end)
        const leaveAlerts = listenForAlerts(session, request.headers.get('cookie'), (alerts) => tell({ kind: 'announced', alerts }))
        const leaveTheme = style === undefined ? () => undefined : themeWatch().listen(style.name, (version) => tell({ kind: 'themed', theme: style.name, version }))
        return () => {
          leaveTheme()
          leaveMailbox()
          leaveAlerts()
        }
      },
      isSignedIn: () => isSignedIn(session),
    },
    signal,
  )
})
