import type { AccountConnections } from '#lib/imap/account-connections.ts'
import type { Card } from '#lib/mail/contacts/card.ts'
import { isGatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { Invitation } from '#lib/mail/reading/invitations/invitation.ts'
import type { Pointer } from '#lib/mail/reading/pointer.ts'
import type { InsideView } from '#lib/mail/reading/message-view.ts'
import { openInvitation } from '../invitations/open-invitation.ts'
import { unpackPart } from '../parts/unpack-part.ts'
import { openCards } from './open-cards.ts'
import { openInside } from './open-inside.ts'
import { openPointer } from './open-pointer.ts'
import type { Wanted } from './view-parts.ts'
import { openPdf } from './open-pdf.ts'

/** What a page of our own shows of a part. */
export type OwnPageView =
  | { readonly kind: 'message'; readonly message: InsideView }
  | { readonly kind: 'calendar'; readonly invitation: Invitation }
  | { readonly kind: 'card'; readonly cards: readonly Card[] }
  | { readonly kind: 'pdf'; readonly name: string; readonly octets: number }
  | { readonly kind: 'pointer'; readonly pointer: Pointer }
  | { readonly kind: 'packed'; readonly name: string; readonly files: readonly { readonly name: string; readonly mediaType: string; readonly octets: number }[] }

/** The part as a message, an appointment, cards, a PDF or what points elsewhere, else as the files that are packed in it. Throws GatewayError 'no-such-part' for what is none of them, 'too-large', 'no-such-message', 'mailbox-replaced'. */
export async function openOwnPage(connections: AccountConnections, ref: MessageRef, section: string, wanted: Wanted = {}): Promise<OwnPageView> {
  const { charset } = wanted
  const ways: readonly (() => Promise<OwnPageView>)[] = [
    async () => ({ kind: 'message', message: await openInside(connections, ref, section, wanted) }),
    async () => ({ kind: 'calendar', invitation: await openInvitation(connections, ref, section, charset) }),
    async () => ({ kind: 'card', cards: await openCards(connections, ref, section, charset) }),
    async () => ({ kind: 'pdf', ...(await openPdf(connections, ref, section)) }),
    async () => ({ kind: 'pointer', pointer: await openPointer(connections, ref, section, charset) }),
  ]
  for (const open of ways) {
    try {
      return await open()
    } catch (error) {
      if (!isGatewayError(error) || error.failure !== 'no-such-part') throw error
    }
  }
  const { name: packed, files } = await unpackPart(connections, ref, section, charset)
  return { kind: 'packed', name: packed, files: files.map(({ name, mediaType, content }) => ({ name, mediaType, octets: content.length })) }
}
