import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { toUid } from '#lib/mail/uid.ts'
import type { SearchObject } from 'imapflow'
import type { AccountConnections } from '../account-connections.ts'
import { uidValidityOf } from '../same-mailbox.ts'

/** The messages of a mailbox whose header field holds that value, oldest first (RFC 9051 §6.4.4). `value` is ASCII. */
export function findByHeader(connections: AccountConnections, mailbox: string, name: string, value: string): Promise<readonly MessageRef[]> {
  return find(connections, mailbox, { header: { [name]: value } })
}

/** True when the message is there and has no field of that name. */
export async function lacksHeader(connections: AccountConnections, ref: MessageRef, name: string): Promise<boolean> {
  const found = await find(connections, ref.mailbox, { uid: String(ref.uid), not: { header: { [name]: true } } })
  return found.some(({ uid, uidValidity }) => uid === ref.uid && uidValidity === ref.uidValidity)
}

async function find(connections: AccountConnections, mailbox: string, query: SearchObject): Promise<readonly MessageRef[]> {
  return connections.use(mailbox, async (client) => {
    // imapflow answers false where the server said NO.
    const uids = await client.search(query, { uid: true })
    if (!uids) throw new GatewayError('refused', 'SEARCH HEADER')
    const uidValidity = uidValidityOf(client)
    return [...uids].sort((a, b) => a - b).map((uid) => ({ mailbox, uidValidity, uid: toUid(uid) }))
  })
}
