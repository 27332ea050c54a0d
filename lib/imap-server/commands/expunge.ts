import type { Uid } from '#lib/mail/uid.ts'
import type { ArgumentReader } from '../protocol/argument-reader.ts'
import { Refusal } from '../protocol/problems.ts'
import type { Addressing, SequenceSet } from '../protocol/sequence-set.ts'
import type { MailboxView } from '../session/mailbox-view.ts'
import type { ImapSession } from '../session/imap-session.ts'
import { inTurns } from '../search/in-turns.ts'
import { shareOf, sharedCompletion } from './message-limit.ts'
import { defineCommand } from './command.ts'

/** `EXPUNGE`, or `UID EXPUNGE SP sequence-set` (RFC 4315 §2.1). */
export function parseExpunge(args: ArgumentReader, by: Addressing): SequenceSet | undefined {
  if (by === 'sequence') {
    args.end()
    return undefined
  }
  args.expect(' ')
  const set = args.sequenceSet()
  args.end()
  return set
}

export const expunge = defineCommand({
  name: 'EXPUNGE',
  states: ['selected'],
  spec: ['RFC 3501 §6.4.3', 'RFC 4315 §2.1', 'RFC 7162 §3.2.7', 'RFC 7162 §3.2.9', 'RFC 9738 §3.1'],
  uidForm: true,
  numberless: true,
  expungeAllowed: true,
  capabilities: [{ name: 'UIDPLUS', spec: 'RFC 4315' }],
  parse: parseExpunge,
  async run(context, set) {
    const { session } = context
    const { view } = session
    if (view.readOnly) throw new Refusal('Mailbox is read-only', 'NOPERM')
    session.mustReveal = true
    // The view tells the client: what others expunged meanwhile stands in the right order with ours.
    if (!set) return { ...(await newModSeq(session, (await expungeMarked(view)).length)), text: 'Expunged' }
    const { uids, code } = shareOf(session, await markedAmong(session, view.resolve(set, 'uid')))
    const gone = await view.mailbox.expunge(uids)
    return await sharedCompletion(context, { ...(await newModSeq(session, gone.length)), text: 'Expunged' }, code)
  },
})

/** Those that are marked, where they may be too many for one command (RFC 9738 §3.1); else all of them. */
async function markedAmong({ server, view }: ImapSession, uids: readonly Uid[]): Promise<readonly Uid[]> {
  if (uids.length <= server.limits.messagesPerCommand) return uids
  const marked: Uid[] = []
  for await (const batch of inTurns(view.mailbox.fields(uids, ['flags']))) {
    for (const { uid, flags } of batch) if (flags.includes('\\Deleted')) marked.push(uid)
  }
  return marked
}

/** Removes every message of the view that is marked; reads nothing where none is. */
export async function expungeMarked(view: MailboxView): Promise<readonly Uid[]> {
  const { deleted } = await view.mailbox.status()
  return deleted > 0 ? await view.mailbox.expunge(view.uids()) : []
}

/** RFC 7162 §3.2.7: where the mailbox stands when messages have gone, for a client that resynchronizes by it. */
export async function newModSeq({ qresync, view }: ImapSession, gone: number): Promise<{ code?: string }> {
  return qresync && gone > 0 ? { code: `HIGHESTMODSEQ ${(await view.mailbox.status()).highestModSeq}` } : {}
}
