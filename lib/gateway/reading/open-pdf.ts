import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { describePart } from '#lib/imap/reading/describe-part.ts'
import { decodedSize } from '#lib/mail/reading/attachments.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { isPdfPart } from '#lib/mail/reading/own-page.ts'
import { partFileName } from '#lib/mail/reading/part-file-name.ts'

/** What a PDF is called and how large it is; the browser fetches and draws it. Throws GatewayError 'no-such-part' for what is none, 'no-such-message', 'mailbox-replaced'. */
export async function openPdf(connections: AccountConnections, ref: MessageRef, section: string): Promise<{ readonly name: string; readonly octets: number }> {
  const part = await describePart(connections, ref, section)
  if (!isPdfPart(part)) throw new GatewayError('no-such-part', 'no PDF')
  return { name: partFileName(part), octets: decodedSize(part) }
}
