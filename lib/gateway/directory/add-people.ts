import { GatewayError } from '#lib/mail/gateway-error.ts'
import { startComposition } from '../writing/begin/start-composition.ts'
import { saveComposition } from '../writing/save-composition.ts'
import type { Writer } from '../writing/writing.ts'

export interface ChosenPeople {
  readonly into: 'to' | 'cc' | 'bcc'
  /** As they are written into a message. */
  readonly people: readonly string[]
  /** Undefined for a new message. */
  readonly composition: string | undefined
}

/**
 * Puts people into a message behind those who stand there; answers the composition's id. Throws GatewayError 'invalid' where nobody was chosen,
 * 'no-such-composition', and 'too-large' where there are too many.
 */
export async function addPeople(writer: Writer, { into, people, composition }: ChosenPeople): Promise<string> {
  if (people.length === 0) throw new GatewayError('invalid', 'nobody chosen', { refusal: { name: 'nobody-chosen' } })
  const added = people.join(', ')
  if (composition === undefined) return (await startComposition(writer, { kind: 'new', prefilled: { [into]: added } })).id
  const { to, cc, bcc, replyTo, subject, body, priority, revision, ...kept } = await writer.writing.store.get(writer.session.account, composition)
  const fields = { to, cc, bcc, replyTo, subject, body, priority }
  await saveComposition(writer, kept.id, revision, { ...fields, [into]: behind(fields[into], added) })
  return kept.id
}

/** The rest of a list that somebody has begun, whether or not its comma stands already. */
function behind(typed: string, added: string): string {
  const before = typed.trim().replace(/[,;]$/, '').trimEnd()
  return before === '' ? added : `${before}, ${added}`
}
