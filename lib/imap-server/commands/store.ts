import type { FlagChange, FlagOperation } from '#lib/mail/flags.ts'
import type { ModSeq } from '#lib/mail/uid.ts'
import type { MessageMeta } from '#lib/mail-store/mail-store.ts'
import type { ArgumentReader } from '../protocol/argument-reader.ts'
import { Refusal } from '../protocol/problems.ts'
import { writeNumberSet, type SequenceSet } from '../protocol/sequence-set.ts'
import { shareOf, sharedCompletion } from './message-limit.ts'
import { defineCommand, EXPUNGE_ISSUED, requireMessages } from './command.ts'

interface StoreCommand {
  readonly set: SequenceSet
  readonly change: FlagChange
  readonly silent: boolean
  readonly unchangedSince: ModSeq | undefined
}

const OPERATIONS: Readonly<Record<string, FlagOperation>> = { '+': 'add', '-': 'remove', '': 'replace' }

/**
 * `store = "STORE" SP sequence-set [SP "(" "UNCHANGEDSINCE" SP mod-sequence-valzer ")"] SP store-att-flags`;
 * `store-att-flags = (["+" / "-"] "FLAGS" [".SILENT"]) SP (flag-list / (flag *(SP flag)))` (RFC 3501 §9, RFC 7162 §7).
 */
export function parseStore(args: ArgumentReader): StoreCommand {
  args.expect(' ')
  const set = args.sequenceSet()
  args.expect(' ')
  let unchangedSince: ModSeq | undefined
  if (args.accept('(UNCHANGEDSINCE ')) {
    unchangedSince = args.modSeq('a modification sequence') as ModSeq
    args.expect(') ')
  }
  const sign = args.accept('+') ? '+' : args.accept('-') ? '-' : ''
  args.expect('FLAGS')
  const silent = args.accept('.SILENT')
  args.expect(' ')
  const flags = args.startsWith('(') ? args.flagList() : plainFlags(args)
  args.end()
  return { set, change: { operation: OPERATIONS[sign]!, flags }, silent, unchangedSince }
}

function plainFlags(args: ArgumentReader): readonly string[] {
  const flags: string[] = []
  do flags.push(args.flag())
  while (args.accept(' '))
  return flags
}

export const store = defineCommand({
  name: 'STORE',
  states: ['selected'],
  spec: ['RFC 3501 §6.4.6', 'RFC 7162 §3.1.3', 'RFC 4314 §4', 'RFC 9738 §3.1'],
  uidForm: true,
  parse: parseStore,
  async run(context, { set, change, silent, unchangedSince }) {
    const { session, by, out } = context
    const { view } = session
    if (view.readOnly) throw new Refusal('Mailbox is read-only', 'NOPERM')
    requireMessages({ session, by }, set)
    if (unchangedSince !== undefined) session.condstore = true
    const { uids, code } = shareOf(session, view.resolve(set, by))
    const { changed, skipped, others } = await view.changing(() => view.mailbox.changeFlags(uids, change, unchangedSince))
    const told = code === undefined ? changed : changed.toReversed()
    // RFC 9051 §6.4.6: .SILENT keeps back what this client has changed, never what others have.
    const isTold = ({ uid }: MessageMeta): boolean => !silent || others.has(uid)
    await session.revealFlags(out, told.filter(isTold))
    // RFC 7162 §3.1.3: nor the new MODSEQ.
    if (session.condstore) for (const meta of told.filter((one) => !isTold(one))) await out.untagged(`${session.fetchHead(meta.uid)}MODSEQ (${meta.modSeq}))`)
    // RFC 2180 §4.2: what another session has expunged meanwhile has no flags any more.
    if (skipped.length === 0) return await sharedCompletion(context, changed.length < uids.length ? EXPUNGE_ISSUED : {}, code)
    // RFC 7162 §3.1.3: name the messages left alone, in the addressing the client used.
    const left = by === 'uid' ? skipped : skipped.map((uid) => view.sequenceOf(uid))
    return await sharedCompletion(context, { code: `MODIFIED ${writeNumberSet(left)}`, text: 'Conditional STORE failed' }, code)
  },
})
