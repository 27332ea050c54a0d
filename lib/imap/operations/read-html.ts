import { findPart } from '#lib/mail/body-structure.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { AccountConnections } from '../account-connections.ts'
import { readBodyStructure } from '../reading/body-structure.ts'
import { BODY_STRUCTURE, fetchMessages, UID } from '../reading/fetch.ts'
import { keptHtml, picturesIn, type ReadHtml } from '../reading/kept-html.ts'
import { decodeBody } from '../reading/read-bodies.ts'
import { readRange } from '../reading/part-content.ts'
import { requireSameMailbox } from '../same-mailbox.ts'

/** Octets of HTML that are rendered (threats D13). */
const HTML_LIMIT = 2 * 1024 * 1024

/** One HTML part, at most HTML_LIMIT of it, for the document of the frame; of a message that was read for showing within the last minute the server is not asked. Never sets \Seen. Throws GatewayError 'no-such-part', 'no-such-message', 'mailbox-replaced'. */
export async function readHtml(connections: AccountConnections, ref: MessageRef, section: string): Promise<ReadHtml> {
  return (await keptHtml(connections.views, ref, section)) ?? readFromServer(connections, ref, section)
}

function readFromServer(connections: AccountConnections, ref: MessageRef, section: string): Promise<ReadHtml> {
  return connections.use(ref.mailbox, async (client) => {
    requireSameMailbox(client, ref)
    const [message] = (await fetchMessages(client, { by: 'uid', set: String(ref.uid) }, [UID, BODY_STRUCTURE])).filter(({ uid }) => uid === ref.uid)
    if (!message) throw new GatewayError('no-such-message')
    const root = readBodyStructure(message.bodyStructure)
    const part = root && findPart(root, section)
    if (!root || !part || part.type !== 'text' || part.subtype !== 'html') throw new GatewayError('no-such-part')
    const raw = await readRange(client, { uid: ref.uid, section }, { start: 0, length: Math.min(HTML_LIMIT, Math.max(1, part.size)) })
    return {
      part,
      octets: decodeBody(raw, part),
      cut: raw.length < part.size,
      pictures: picturesIn(root),
    }
  })
}
