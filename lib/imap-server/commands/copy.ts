import type { Mailbox, UidPair } from '#lib/mail-store/mail-store.ts'
import type { Uid } from '#lib/mail/uid.ts'
import type { ArgumentReader } from '../protocol/argument-reader.ts'
import { Refusal } from '../protocol/problems.ts'
import { writeNumberSet, type SequenceSet } from '../protocol/sequence-set.ts'
import type { MailboxView } from '../session/mailbox-view.ts'
import { warnOfQuota } from '../session/quota-warning.ts'
import { requireSavable, shareOf, sharedCompletion } from './message-limit.ts'
import { newModSeq } from './expunge.ts'
import { noTarget } from './refusals.ts'
import { defineCommand, EXPUNGE_ISSUED, requireMessages, type CommandContext } from './command.ts'

interface CopyCommand {
  readonly set: SequenceSet
  readonly target: string
}

/** `copy = "COPY" SP sequence-set SP mailbox`; MOVE is alike (RFC 6851 §4.4). */
export async function parseCopy(args: ArgumentReader): Promise<CopyCommand> {
  args.expect(' ')
  const set = args.sequenceSet()
  args.expect(' ')
  const target = await args.mailbox()
  args.end()
  return { set, target }
}

export const copy = defineCommand({
  name: 'COPY',
  states: ['selected'],
  spec: ['RFC 3501 §6.4.7', 'RFC 4315 §3', 'RFC 9738 §3.1'],
  uidForm: true,
  expungeAllowed: true,
  capabilities: [
    // Announced in the place of the other where only COPY and APPEND have a limit.
    { name: 'SAVELIMIT', spec: 'RFC 9738', applies: ({ server: { limits } }) => limits.messagesPerCommand === Infinity && limits.savedPerCommand < Infinity },
  ],
  parse: parseCopy,
  async run(context, command) {
    const { view } = context.session
    const to = await targetOf(context, command)
    const uids = view.resolve(command.set, context.by)
    requireSavable(context.session, uids)
    const pairs = await view.mailbox.copy(uids, to)
    context.session.madeHere(to, pairs.map((pair) => pair.to))
    await warnOfQuota(context.session, context.out)
    return pairs.length > 0 ? { code: copyUid(to, pairs), text: 'Copied' } : { text: 'Nothing to copy' }
  },
})

export const move = defineCommand({
  name: 'MOVE',
  states: ['selected'],
  spec: ['RFC 6851 §3', 'RFC 6851 §4.3', 'RFC 7162 §3.2.7', 'RFC 9738 §3.1'],
  uidForm: true,
  expungeAllowed: true,
  capabilities: [{ name: 'MOVE', spec: 'RFC 6851' }],
  parse: parseCopy,
  async run(context, command) {
    const { view } = context.session
    if (view.readOnly) throw new Refusal('Mailbox is read-only', 'NOPERM')
    const to = await targetOf(context, command)
    const { uids, code } = shareOf(context.session, view.resolve(command.set, context.by))
    requireStillThere(view, uids)
    const pairs = await view.mailbox.move(uids, to)
    context.session.mustReveal = true
    // Moved to where it is, a message goes and comes: the count is never more than there are.
    view.departFirst()
    context.session.madeHere(to, pairs.map((pair) => pair.to))
    // RFC 6851 §4.3: COPYUID goes before the EXPUNGEs, which the view tells when the command ends.
    if (pairs.length > 0) await context.out.untagged(`OK [${copyUid(to, pairs)}] ${context.session.say('Moved')}`)
    return await sharedCompletion(context, await newModSeq(context.session, pairs.length), code)
  },
})

async function targetOf({ session, by }: CommandContext, { set, target }: CopyCommand): Promise<Mailbox> {
  requireMessages({ session, by }, set)
  const mailbox = await session.signedIn.store.mailbox(target)
  if (!mailbox) throw noTarget(target)
  if (!mailbox.rights.includes('i')) throw new Refusal('Your rights do not allow this', 'NOPERM')
  return mailbox
}

/** Not where the client counts messages that somebody else has expunged (RFC 2180 §4.4.2); of a copy the store takes care. */
function requireStillThere(view: MailboxView, uids: readonly Uid[]): void {
  const gone = new Set(view.departing(true))
  if (gone.size > 0 && uids.some((uid) => gone.has(uid))) throw new Refusal(EXPUNGE_ISSUED.text, EXPUNGE_ISSUED.code)
}

/** `COPYUID uidvalidity uid-set uid-set`, both sets in the same order (RFC 4315 §3). */
function copyUid(to: Mailbox, pairs: readonly UidPair[]): string {
  const ordered = [...pairs].sort((a, b) => a.from - b.from)
  return `COPYUID ${to.uidValidity} ${writeNumberSet(ordered.map((pair) => pair.from))} ${writeNumberSet(ordered.map((pair) => pair.to))}`
}
