import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { isGatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { InsideView } from '#lib/mail/reading/message-view.ts'
import { unpackPart } from '../parts/unpack-part.ts'
import { openInside } from './open-inside.ts'

/** What a page of our own shows of a part. */
export type OwnPageView =
  | { readonly kind: 'message'; readonly message: InsideView }
  | { readonly kind: 'packed'; readonly name: string; readonly files: readonly { readonly name: string; readonly mediaType: string; readonly octets: number }[] }

/** The part as a message, else as the files that are packed in it. Throws GatewayError 'no-such-part' for what is neither, 'no-such-message', 'mailbox-replaced'. */
export async function openOwnPage(connections: AccountConnections, ref: MessageRef, section: string, prefer?: 'text'): Promise<OwnPageView> {
  try {
    return { kind: 'message', message: await openInside(connections, ref, section, prefer) }
  } catch (error) {
    if (!isGatewayError(error) || error.failure !== 'no-such-part') throw error
  }
  const files = await unpackPart(connections, ref, section)
  return { kind: 'packed', name: 'winmail.dat', files: files.map(({ name, mediaType, content }) => ({ name, mediaType, octets: content.length })) }
}
