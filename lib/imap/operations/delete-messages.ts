import type { ChosenMailboxes } from '#lib/mail/special-use.ts'
import type { AccountConnections } from '../account-connections.ts'
import type { CopiedUids } from '../copy-uid.ts'
import { requireSameMailbox, requireWritable, type MessageSet } from '../same-mailbox.ts'
import { ensureSpecialUse } from './ensure-special-use.ts'
import { expungeUids } from './expunge-uids.ts'
import { moveUids } from './move-messages.ts'

/** Where deleted messages went: the Trash, or nowhere. */
export interface Deletion {
  readonly target?: string
  readonly copied?: CopiedUids | undefined
}

/**
 * Moves those messages to the Trash, which is made where it is missing; in the Trash, or
 * `atOnce`, it removes exactly them for good. Throws
 * GatewayError 'mailbox-replaced', 'refused', 'over-quota'.
 */
export async function deleteMessages(connections: AccountConnections, set: MessageSet, { atOnce = false, chosen }: { readonly atOnce?: boolean; readonly chosen?: ChosenMailboxes | undefined } = {}): Promise<Deletion> {
  const trash = atOnce ? set.mailbox : await ensureSpecialUse(connections, '\\Trash', chosen)
  return connections.use(set.mailbox, async (client) => {
    requireSameMailbox(client, set)
    requireWritable(client)
    if (set.mailbox === trash) {
      await expungeUids(client, set.uids)
      return {}
    }
    return { target: trash, copied: await moveUids(client, set, trash) }
  })
}
