import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { ImapFlow } from 'imapflow'
import type { AccountConnections } from '../account-connections.ts'
import { execute, mailboxName, sequence } from '../command.ts'
import { codeOf, readCopyUid, type CopiedUids } from '../copy-uid.ts'
import { requireSameMailbox, requireWritable, uidSet, type MessageSet } from '../same-mailbox.ts'
import { copyUids } from './copy-messages.ts'
import { expungeUids } from './expunge-uids.ts'

/**
 * Moves those messages to `target`, which must exist; answers their new UIDs on servers that tell. Throws GatewayError
 * 'no-such-mailbox', 'over-quota', 'mailbox-replaced', 'refused'.
 */
export async function moveMessages(connections: AccountConnections, set: MessageSet, target: string): Promise<CopiedUids | undefined> {
  if (target === set.mailbox) throw new GatewayError('invalid', 'the messages are there already')
  return connections.use(set.mailbox, async (client) => {
    requireSameMailbox(client, set)
    requireWritable(client)
    return moveUids(client, set, target)
  })
}

/** MOVE (RFC 6851) on the selected mailbox; without it a copy first, and only then the removal. */
export async function moveUids(client: ImapFlow, { uids }: MessageSet, target: string): Promise<CopiedUids | undefined> {
  if (client.capabilities.has('MOVE') || client.enabled.has('IMAP4REV2')) {
    let copied: CopiedUids | undefined
    const { code } = await execute(client, 'UID MOVE', [sequence(uidSet(uids)), mailboxName(client, target)], {
      OK: (untagged) => (copied ??= readCopyUid(codeOf(untagged))),
    })
    return copied ?? readCopyUid(code)
  }
  const copied = await copyUids(client, uidSet(uids), target)
  await expungeUids(client, uids)
  return copied
}
