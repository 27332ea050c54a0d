import type { ArgumentReader } from '../../protocol/argument-reader.ts'
import { SyntaxProblem } from '../../protocol/problems.ts'
import { defineCommand } from '../command.ts'

/** `"CANCELUPDATE" 1*(SP quoted)` (RFC 5267 §5) */
export async function parseCancelUpdate(args: ArgumentReader): Promise<readonly string[]> {
  const tags: string[] = []
  do {
    args.expect(' ')
    if (!args.startsWith('"')) throw args.problem('a quoted tag')
    tags.push(await args.string('a tag'))
  } while (!args.atEnd)
  return tags
}

export const cancelUpdate = defineCommand({
  name: 'CANCELUPDATE',
  states: ['selected'],
  spec: ['RFC 5267 §4.3.5'],
  expungeAllowed: true,
  parse: parseCancelUpdate,
  async run({ session }, tags) {
    if (!tags.every((tag) => session.live.has(tag))) throw new SyntaxProblem('No search of such a tag is kept up to date')
    for (const tag of tags) session.live.cancel(tag)
    return { text: 'No further updates' }
  },
})
