import { CALENDAR_LIMIT, readInvitation } from '#lib/calendar/read-invitation.ts'
import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { Invitation } from '#lib/mail/reading/invitations/invitation.ts'
import { isCalendarPart } from '#lib/mail/reading/own-page.ts'
import { decodeOctets } from '#lib/mime/charset.ts'
import { wholePart } from '../parts/whole-part.ts'

/** What a calendar part says. Throws GatewayError 'no-such-part' for what is none or cannot be read, 'too-large', 'no-such-message', 'mailbox-replaced'. */
export async function openInvitation(connections: AccountConnections, ref: MessageRef, section: string, charset?: string): Promise<Invitation> {
  const { part, octets } = await wholePart(connections, { ref, section }, isCalendarPart, CALENDAR_LIMIT)
  // RFC 5545 §3.1.4: UTF-8 unless the part, or its reader, says otherwise.
  const invitation = readInvitation(decodeOctets(octets, charset ?? part.parameters.charset ?? ''))
  if (!invitation) throw new GatewayError('no-such-part', 'no calendar')
  return invitation
}

/** Who is asked for an answer; undefined where nobody is, or not any more. */
export function answerGoesTo({ method, isCancelled, organizer, uid }: Invitation): string | undefined {
  return method === 'request' && !isCancelled && uid !== '' ? organizer?.address : undefined
}
