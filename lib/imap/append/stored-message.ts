import type { BodyPart } from '#lib/mail/body-structure.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { MessageDigest } from '#lib/mime/digest.ts'
import { MessageDigester } from '#lib/mime/message-digester.ts'
import type { ImapFlow } from 'imapflow'
import type { AccountConnections } from '../account-connections.ts'
import { fetchMessages, FLAGS, INTERNAL_DATE, UID, type Fetched } from '../reading/fetch.ts'
import { internalTime } from '../reading/message-summary.ts'
import { requireStructure } from '../reading/message-structure.ts'
import { readContent } from '../reading/part-content.ts'
import { requireSameMailbox, requireWritable } from '../same-mailbox.ts'

/** A message as it lies in its mailbox, gone through once from end to end. */
export interface StoredMessage {
  readonly structure: BodyPart
  readonly digest: MessageDigest
  /** Those that can be stored. */
  readonly flags: readonly string[]
  /** Undefined where the server's cannot be read. */
  readonly internalDate?: Date
}

/** Reads it without holding it; never sets \Seen. Throws GatewayError 'no-such-message', 'no-such-part', 'mailbox-replaced', 'refused' where the mailbox may only be read. */
export async function readStored(connections: AccountConnections, ref: MessageRef): Promise<StoredMessage> {
  return connections.use(ref.mailbox, async (client) => {
    requireSameMailbox(client, ref)
    requireWritable(client)
    const structure = await requireStructure(client, ref.uid)
    const state = await fetchState(client, ref.uid)
    const digester = new MessageDigester()
    for await (const piece of readContent(client, { uid: ref.uid, section: '' })) digester.write(piece)
    return { structure, digest: digester.end(), ...state }
  })
}

/** Flags and arrival of a message of the selected mailbox. Throws GatewayError 'no-such-message'. */
export async function fetchState(client: ImapFlow, uid: MessageRef['uid']): Promise<Pick<StoredMessage, 'flags' | 'internalDate'>> {
  const message = (await fetchMessages(client, { by: 'uid', set: String(uid) }, [UID, FLAGS, INTERNAL_DATE])).find((fetched: Fetched) => fetched.uid === uid)
  if (!message) throw new GatewayError('no-such-message')
  const time = internalTime(message.internalDate)
  return { flags: message.flags.filter((flag) => flag.toLowerCase() !== '\\recent'), ...(time === 0 ? {} : { internalDate: new Date(time) }) }
}
