import type { AccountConnections } from '#lib/imap/account-connections.ts'
import type { CopiedUids } from '#lib/imap/copy-uid.ts'
import { changeFlags } from '#lib/imap/operations/change-flags.ts'
import { copyMessages } from '#lib/imap/operations/copy-messages.ts'
import { deleteMessages } from '#lib/imap/operations/delete-messages.ts'
import { ensureSpecialUse } from '#lib/imap/operations/ensure-special-use.ts'
import { moveMessages } from '#lib/imap/operations/move-messages.ts'
import type { MessageSet } from '#lib/imap/same-mailbox.ts'
import { JUNK, NOT_JUNK, type FlagChange } from '#lib/mail/flags.ts'
import { GatewayError, isGatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageAction } from '#lib/mail/index-page.ts'
import { writeMessageId, type MessageRef } from '#lib/mail/message-ref.ts'
import type { ChosenMailboxes } from '#lib/mail/special-use.ts'
import { toUid, toUidValidity } from '#lib/mail/uid.ts'

/** What to do with which messages of a mailbox. */
export interface ActionRequest {
  readonly mailbox: string
  /** At least one. */
  readonly ids: readonly Pick<MessageRef, 'uidValidity' | 'uid'>[]
  readonly action: MessageAction
  /** For move and copy: the full name of a mailbox. */
  readonly target?: string | undefined
  /** Deleted messages are gone instead of in the Trash. */
  readonly deletesAtOnce?: boolean
  /** The person's own Trash, Junk and Archive. */
  readonly chosen?: ChosenMailboxes
}

/** Where the messages are now, for those who want to look or to undo it. */
export interface ActionResult {
  readonly moved?: { readonly target: string; readonly ids: readonly (readonly [from: string, to: string])[] }
}

const FLAG_CHANGES: Partial<Readonly<Record<MessageAction, FlagChange>>> = {
  'mark-seen': { operation: 'add', flags: ['\\Seen'] },
  'mark-unseen': { operation: 'remove', flags: ['\\Seen'] },
  flag: { operation: 'add', flags: ['\\Flagged'] },
  unflag: { operation: 'remove', flags: ['\\Flagged'] },
}

/** Does it to all of them. Throws GatewayError 'mailbox-replaced', 'no-such-mailbox', 'over-quota', 'refused', 'invalid'. */
export async function actOnMessages(connections: AccountConnections, request: ActionRequest): Promise<ActionResult> {
  const set = setOfIds(request)
  const change = FLAG_CHANGES[request.action]
  if (change) {
    await changeFlags(connections, set, change)
    return {}
  }
  return moveAway(connections, set, request)
}

async function moveAway(connections: AccountConnections, set: MessageSet, { action, target, deletesAtOnce = false, chosen }: ActionRequest): Promise<ActionResult> {
  switch (action) {
    case 'delete': {
      const deletion = await deleteMessages(connections, set, { atOnce: deletesAtOnce, chosen })
      return deletion.target === undefined ? {} : movedTo(deletion.target, deletion.copied, set)
    }
    case 'archive':
      return moveTo(connections, set, await ensureSpecialUse(connections, '\\Archive', chosen))
    case 'junk': {
      const junk = await ensureSpecialUse(connections, '\\Junk', chosen)
      await markJunk(connections, set)
      return moveTo(connections, set, junk)
    }
    case 'copy':
      await copyMessages(connections, set, requireTarget(target))
      return {}
    default:
      return moveTo(connections, set, requireTarget(target))
  }
}

async function moveTo(connections: AccountConnections, set: MessageSet, target: string): Promise<ActionResult> {
  return movedTo(target, await moveMessages(connections, set, target), set)
}

/** A server that keeps no keywords still has a Junk mailbox to move to. */
async function markJunk(connections: AccountConnections, set: MessageSet): Promise<void> {
  try {
    await changeFlags(connections, set, { operation: 'add', flags: [JUNK] })
    await changeFlags(connections, set, { operation: 'remove', flags: [NOT_JUNK] })
  } catch (error) {
    if (!isGatewayError(error) || error.failure !== 'refused') throw error
  }
}

function movedTo(target: string, copied: CopiedUids | undefined, { uidValidity }: MessageSet): ActionResult {
  if (!copied) return { moved: { target, ids: [] } }
  const ids = copied.pairs.map(
    ([from, to]) =>
      [writeMessageId({ uidValidity, uid: toUid(from) }), writeMessageId({ uidValidity: toUidValidity(copied.uidValidity), uid: toUid(to) })] as const,
  )
  return { moved: { target, ids } }
}

function requireTarget(target: string | undefined): string {
  if (target === undefined || target === '') throw new GatewayError('invalid', 'target', { refusal: { name: 'no-target' } })
  return target
}

/** Ids of a page belong to one incarnation of the mailbox; a mixture is a stale page. Throws GatewayError 'invalid' where none was chosen, 'mailbox-replaced'. */
export function setOfIds({ mailbox, ids }: Pick<ActionRequest, 'mailbox' | 'ids'>): MessageSet {
  const [first] = ids
  if (!first) throw new GatewayError('invalid', 'no message', { refusal: { name: 'nothing-chosen' } })
  if (ids.some(({ uidValidity }) => uidValidity !== first.uidValidity)) throw new GatewayError('mailbox-replaced')
  return { mailbox, uidValidity: first.uidValidity, uids: ids.map(({ uid }) => uid) }
}
