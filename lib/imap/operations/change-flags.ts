import { hasFlag, type FlagChange } from '#lib/mail/flags.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { ImapFlow } from 'imapflow'
import type { AccountConnections } from '../account-connections.ts'
import { atom, execute, sequence } from '../command.ts'
import { fetchMessages, FLAGS, UID } from '../reading/fetch.ts'
import { requireSameMailbox, requireWritable, selected, uidSet, type MessageSet } from '../same-mailbox.ts'

const FLAG = /^\\?[^\s(){%*"\\\]\p{Cc}\u0080-\uffff]+$/u
const STORE_ITEM = { add: '+FLAGS.SILENT', remove: '-FLAGS.SILENT', replace: 'FLAGS.SILENT' } as const

/** Changes the flags of those messages; ones that have gone are left out. Throws GatewayError 'mailbox-replaced', 'refused'. */
export async function changeFlags(connections: AccountConnections, set: MessageSet, change: FlagChange): Promise<void> {
  await connections.use(set.mailbox, async (client) => {
    requireSameMailbox(client, set)
    requireWritable(client)
    await storeFlags(client, uidSet(set.uids), change)
  })
}

/** STORE on the selected mailbox. A flag is an atom (RFC 9051 §9): what is none is a bug of the caller. */
export async function storeFlags(client: ImapFlow, uids: string, { operation, flags }: FlagChange): Promise<void> {
  if (!flags.every((flag) => FLAG.test(flag))) throw new RangeError('not a flag')
  await execute(client, 'UID STORE', [sequence(uids), atom(STORE_ITEM[operation]), flags.map(atom)])
}

/** Sets a keyword on that message; false where it has it already. Throws GatewayError 'no-such-message', 'mailbox-replaced', and 'refused' where the mailbox keeps no such keyword for good (PERMANENTFLAGS, RFC 9051 §7.1). */
export async function claimKeyword(connections: AccountConnections, ref: MessageRef, keyword: string): Promise<boolean> {
  return connections.use(ref.mailbox, async (client) => {
    requireSameMailbox(client, ref)
    requireWritable(client)
    const kept = [...(selected(client).permanentFlags ?? [])]
    if (!kept.includes('\\*') && !hasFlag(kept, keyword)) throw new GatewayError('refused', 'keyword not kept')
    const [message] = (await fetchMessages(client, { by: 'uid', set: String(ref.uid) }, [UID, FLAGS])).filter(({ uid }) => uid === ref.uid)
    if (!message) throw new GatewayError('no-such-message')
    if (hasFlag(message.flags, keyword)) return false
    await storeFlags(client, String(ref.uid), { operation: 'add', flags: [keyword] })
    return true
  })
}
