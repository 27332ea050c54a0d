import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { AccountConnections } from '../account-connections.ts'
import { fetchMessages, SIZE, UID } from '../reading/fetch.ts'
import { ContentReader } from '../reading/content-reader.ts'
import { requireSameMailbox } from '../same-mailbox.ts'

/** The message as it is stored, being read. */
export interface OpenedSource {
  /** Octets, as the server counts them. */
  readonly size: number
  readonly content: ReadableStream<Uint8Array>
}

/** The whole message as a stream; never sets \Seen. Throws GatewayError 'no-such-message', 'mailbox-replaced'. */
export async function readSource(connections: AccountConnections, ref: MessageRef): Promise<OpenedSource> {
  let size = 0
  const content = await connections.stream(ref.mailbox, async (client, lease) => {
    requireSameMailbox(client, ref)
    const [message] = (await fetchMessages(client, { by: 'uid', set: String(ref.uid) }, [UID, SIZE])).filter(({ uid }) => uid === ref.uid)
    if (!message) throw new GatewayError('no-such-message')
    size = message.size
    return new ContentReader({ connections, ref, client, lease }).content('', size)
  })
  return { size, content }
}
