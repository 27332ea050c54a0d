import { hasRights } from '#lib/mail-store/rights.ts'
import type { ArgumentReader } from '../protocol/argument-reader.ts'
import { Refusal } from '../protocol/problems.ts'
import { STAR, type SequenceSet } from '../protocol/sequence-set.ts'
import { warnOfQuota } from '../session/quota-warning.ts'
import { appendTarget, oneArrival } from './append.ts'
import { defineCommand, requireMessages } from './command.ts'

interface Replacement {
  readonly set: SequenceSet
  readonly name: string
  readonly args: ArgumentReader
}

/** `replace = "REPLACE" SP seq-number SP mailbox append-message`, up to the message (RFC 8508 §5). */
export async function parseReplace(args: ArgumentReader): Promise<Replacement> {
  args.expect(' ')
  const number = args.accept('*') ? STAR : args.number('a message number')
  if (number === 0) throw args.problem('a message number')
  args.expect(' ')
  return { set: [{ first: number, last: number }], name: await args.mailbox(), args }
}

export const replace = defineCommand({
  name: 'REPLACE',
  states: ['selected'],
  spec: ['RFC 8508 §3.2', 'RFC 8508 §3.3', 'RFC 8508 §4.2', 'RFC 8508 §4.3', 'RFC 9755 §4'],
  uidForm: true,
  expungeAllowed: true,
  capabilities: [{ name: 'REPLACE', spec: 'RFC 8508' }],
  parse: parseReplace,
  async run({ session, by, out }, { set, name, args }) {
    const { view } = session
    if (view.readOnly) throw new Refusal('Mailbox is read-only', 'NOPERM')
    // RFC 8508 §4.1: what STORE and EXPUNGE ask for here, and APPEND there.
    if (!hasRights(view.mailbox.rights, 't', 'e')) throw new Refusal('Your rights do not allow this', 'NOPERM')
    requireMessages({ session, by }, set)
    const [uid] = view.resolve(set, by)
    if (uid === undefined) throw new Refusal('No message has such a UID', 'EXPUNGEISSUED')
    const target = await appendTarget(session, name)
    const added = await view.mailbox.replace(uid, oneArrival(args, session, target), target)
    session.madeHere(target, [added])
    await warnOfQuota(session, out)
    // RFC 8508 §4.3: before the EXPUNGE, which the view tells when the command ends.
    await out.untagged(`OK [APPENDUID ${target.uidValidity} ${added}] ${session.say('Replacement is there')}`)
    return { text: 'Replaced' }
  },
})
