import { permitted } from './refusals.ts'
import { Refusal } from '../protocol/problems.ts'
import type { ArgumentReader } from '../protocol/argument-reader.ts'
import type { Addressing } from '../protocol/sequence-set.ts'
import type { ImapSession } from '../session/imap-session.ts'
import { warnOfQuota } from '../session/quota-warning.ts'
import { expungeMarked } from './expunge.ts'
import { parseKnownState, resynchronize, type KnownState } from './resynchronize.ts'
import { listLine } from './mailboxes/list-line.ts'
import { SIGNED_IN, defineCommand, noArguments, type CommandContext, type Completion } from './command.ts'

interface Selection {
  readonly name: string
  readonly condstore: boolean
  readonly known: KnownState | undefined
}

/** `select = "SELECT" SP mailbox [SP "(" select-param *(SP select-param) ")"]` (RFC 4466 §2.4). */
export async function parseSelect(args: ArgumentReader, _by?: Addressing, session?: Pick<ImapSession, 'qresync' | 'uidOnly'>): Promise<Selection> {
  args.expect(' ')
  const name = await args.mailbox()
  let [condstore, known]: [boolean, KnownState | undefined] = [false, undefined]
  if (args.accept(' ')) {
    args.list(() => {
      const parameter = args.word('a parameter')
      // RFC 7162 §3.2.5: an error unless QRESYNC has been enabled.
      if (parameter === 'QRESYNC' && session?.qresync && !known) known = parseKnownState(args, session.uidOnly)
      else if (parameter === 'CONDSTORE') condstore = true
      else throw args.problem('CONDSTORE, or QRESYNC once it is enabled')
    }, 1)
  }
  args.end()
  return { name, condstore, known }
}

export const select = defineCommand({
  name: 'SELECT',
  states: SIGNED_IN,
  spec: ['RFC 3501 §6.3.1', 'RFC 7162 §3.1.8', 'RFC 7162 §3.2.5', 'RFC 4466 §2.4', 'RFC 8474 §4.2', 'RFC 9051 §6.3.2'],
  expungeAllowed: true,
  capabilities: [
    { name: 'CONDSTORE', spec: 'RFC 7162' },
    { name: 'QRESYNC', spec: 'RFC 7162' },
    { name: 'OBJECTID', spec: 'RFC 8474' },
  ],
  parse: parseSelect,
  run: (context, selection) => open(context, selection, false),
})

export const examine = defineCommand({
  name: 'EXAMINE',
  states: SIGNED_IN,
  spec: ['RFC 3501 §6.3.2', 'RFC 7162 §3.1.8', 'RFC 8474 §4.2'],
  expungeAllowed: true,
  parse: parseSelect,
  run: (context, selection) => open(context, selection, true),
})

async function open({ session, out }: CommandContext, { name, condstore, known }: Selection, examine: boolean): Promise<Completion> {
  const closed = session.selected !== undefined
  // RFC 3501 §6.3.1: the old mailbox is left even when the new one cannot be selected.
  session.deselect()
  if (closed) await out.untagged(`OK [CLOSED] ${session.say('Previous mailbox is closed')}`)
  const mailbox = await session.signedIn.store.mailbox(name)
  if (!mailbox) throw new Refusal('No such mailbox', 'NONEXISTENT')
  if (!mailbox.rights.includes('r')) throw new Refusal('Your rights do not allow this', 'NOPERM')
  if (condstore) session.condstore = true
  const readOnly = examine || !/[istwe]/.test(mailbox.rights) // RFC 4314 §5.2
  const view = await session.select(mailbox, readOnly)
  const status = await mailbox.status()
  const unseen = status.unseen > 0 && !session.rev2 && !session.uidOnly ? await firstUnseen(view) : 0
  session.learnFlags(status.flags)
  await out.write(
    [
      `* FLAGS (${status.flags.join(' ')})`,
      `* OK [PERMANENTFLAGS (${readOnly ? '' : permanentFlags(mailbox.rights, status.flags)})] ${session.say('Flags that stay')}`,
      `* ${view.count} EXISTS`,
      ...(session.rev2 ? [] : [`* ${view.recentCount} RECENT`]),
      ...(unseen > 0 ? [`* OK [UNSEEN ${unseen}] ${session.say('First message not seen')}`] : []),
      `* OK [UIDVALIDITY ${status.uidValidity}] ${session.say('UIDs are valid')}`,
      `* OK [UIDNEXT ${status.uidNext}] ${session.say('Next UID')}`,
      // RFC 9051 §6.3.2: the name as the server has it.
      ...(session.rev2 ? [`* ${listLine(session, mailbox.name, name)}`] : []),
      `* OK [MAILBOXID (${mailbox.objectId})] ${session.say('Mailbox has this id')}`,
      `* OK [HIGHESTMODSEQ ${status.highestModSeq}] ${session.say('Highest modification sequence')}`,
      '',
    ].join('\r\n'),
  )
  if (known) await resynchronize(session, out, known)
  await warnOfQuota(session, out)
  return { code: readOnly ? 'READ-ONLY' : 'READ-WRITE', text: examine ? 'Examined' : 'Selected' }
}

/** Which flags this account may change for good: RFC 4314 §4 gives \Seen and \Deleted rights of their own. */
function permanentFlags(rights: string, flags: readonly string[]): string {
  const kept = flags.filter((flag) => (flag === '\\Seen' ? rights.includes('s') : flag === '\\Deleted' ? rights.includes('t') : rights.includes('w')))
  return [...kept, ...(rights.includes('w') ? ['\\*'] : [])].join(' ')
}

/** The first message without \Seen, if it is near the start: SELECT must not take longer in a large mailbox, and the line may be missing. */
async function firstUnseen(view: CommandContext['session']['view']): Promise<number> {
  const uids = view.resolve([{ first: 1, last: 250 }], 'sequence')
  for await (const batch of view.mailbox.fields(uids, ['flags'])) {
    const first = batch.find((message) => !message.flags.includes('\\Seen'))
    if (first) return view.sequenceOf(first.uid)
  }
  return 0
}

export const close = defineCommand({
  name: 'CLOSE',
  states: ['selected'],
  spec: ['RFC 3501 §6.4.2', 'RFC 4314 §4'],
  parse: noArguments,
  async run({ session }) {
    const { view } = session
    // RFC 4314 §4: who may not expunge leaves all the same.
    if (!view.readOnly) await permitted(expungeMarked(view))
    session.deselect()
    return { text: 'Closed' }
  },
})

export const unselect = defineCommand({
  name: 'UNSELECT',
  states: ['selected'],
  spec: ['RFC 3691 §2'],
  capabilities: [{ name: 'UNSELECT', spec: 'RFC 3691' }],
  parse: noArguments,
  async run({ session }) {
    session.deselect()
    return { text: 'Unselected' }
  },
})

export const check = defineCommand({
  name: 'CHECK',
  states: ['selected'],
  spec: ['RFC 3501 §6.4.1'],
  expungeAllowed: true,
  parse: noArguments,
  // Each change is durable at its own tagged OK: nothing is left to do.
  run: async () => ({}),
})
