import type { ArgumentReader } from '../protocol/argument-reader.ts'
import { Refusal } from '../protocol/problems.ts'
import type { Addressing, SequenceSet } from '../protocol/sequence-set.ts'
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
  spec: ['RFC 3501 §6.4.3', 'RFC 4315 §2.1'],
  uidForm: true,
  expungeAllowed: true,
  capabilities: [{ name: 'UIDPLUS', spec: 'RFC 4315' }],
  parse: parseExpunge,
  async run({ session }, set) {
    const { view } = session
    if (view.readOnly) throw new Refusal('Mailbox is read-only')
    // The view tells the client: what others expunged meanwhile stands in the right order with ours.
    await view.mailbox.expunge(set ? view.resolve(set, 'uid') : view.uids())
    return { text: 'Expunged' }
  },
})
