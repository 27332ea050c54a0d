import { eventsQuery } from '#lib/api/mail-shapes.ts'
import { eventStream } from '#lib/http/event-stream.ts'
import { accountRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { connectionsOf, isSignedIn, watches } from '#lib/http/wiring.ts'

export const GET = accountRoute({ query: eventsQuery }, signedIn, async ({ session, connections, query, signal }) =>
  eventStream(
    {
      listen: (tell) => watches().listen({ account: connections.key, open: (until) => connectionsOf(session, until) }, query.mailbox, tell),
      isSignedIn: () => isSignedIn(session),
    },
    signal,
  ),
)
