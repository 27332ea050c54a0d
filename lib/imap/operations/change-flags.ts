import type { FlagChange } from '#lib/mail/flags.ts'
import type { ImapFlow } from 'imapflow'
import type { AccountConnections } from '../account-connections.ts'
import { atom, execute, sequence } from '../command.ts'
import { requireSameMailbox, requireWritable, uidSet, type MessageSet } from '../same-mailbox.ts'

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
