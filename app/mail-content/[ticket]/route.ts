import { ticketParams } from '#lib/api/mail-shapes.ts'
import { openTicket } from '#lib/gateway/open-ticket.ts'
import { ticketHeaders } from '#lib/http/content/part-headers.ts'
import { publicRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { connectionsOf, isSignedIn, sessionOf, tickets } from '#lib/http/wiring.ts'

/** A picture of a message: the ticket is the only proof, since the frame that asks sends no cookie. Whoever does send one must be its owner. */
export const GET = publicRoute({ params: ticketParams }, signedIn, async ({ request, params, signal }) => {
  const asker = await sessionOf(request)
  const { mediaType, content } = await openTicket({ tickets: tickets(), isSignedIn, connectionsOf }, { ...params, asker, signal })
  return new Response(content, { headers: ticketHeaders(mediaType) })
})
