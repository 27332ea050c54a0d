import { openPart } from '#lib/imap/operations/open-part.ts'
import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { fetchPicture } from './fetch-picture.ts'
import { rasterBody, type RasterBody } from './raster-body.ts'
import type { Tickets } from './tickets.ts'

export interface TicketDesk {
  readonly tickets: Tickets
  /** A ticket dies with its session. */
  readonly isSignedIn: (session: SignedIn) => Promise<boolean>
  readonly connectionsOf: (session: SignedIn, signal: AbortSignal) => AccountConnections
}

export interface TicketRequest {
  readonly ticket: string
  /** Who asks, where the browser says so: the frame of a message cannot. */
  readonly asker: SignedIn | undefined
  readonly signal: AbortSignal
}

/**
 * The picture that a ticket names. Throws GatewayError 'no-such-part' for a ticket that is none or is somebody else's, and for what is no
 * raster picture.
 */
export async function openTicket(desk: TicketDesk, { ticket: id, asker, signal }: TicketRequest): Promise<RasterBody> {
  const ticket = desk.tickets.find(id)
  if (!ticket || !(await desk.isSignedIn(ticket.session))) throw new GatewayError('no-such-part', 'ticket')
  if (asker && asker.account !== ticket.session.account) throw new GatewayError('no-such-part', 'ticket of another')
  const { content, session } = ticket
  if (content.kind === 'remote') {
    const { mediaType, octets } = await fetchPicture(content.url, signal)
    return { mediaType, content: new Blob([new Uint8Array(octets)]).stream() }
  }
  if (content.kind === 'picture') return rasterBody(content.open())
  const { content: part } = await openPart(desk.connectionsOf(session, signal), content.ref, content.section)
  return rasterBody(part)
}
