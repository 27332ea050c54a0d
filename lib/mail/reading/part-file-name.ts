import { mediaType, partName } from './attachments.ts'
import type { BodyPart } from '../body-structure.ts'

/** What programs call an invitation that they attach. */
export const UNNAMED_INVITATION = 'invite.ics'

/** The part's own name, or one by its type. */
export function partFileName(part: BodyPart): string {
  const name = partName(part) || (part.envelope && part.envelope.subject !== '' ? part.envelope.subject : '')
  const plain = name || `part-${part.section || '1'}`
  if (part.type === 'message' && part.subtype === 'rfc822' && !/\.eml$/i.test(plain)) return `${plain}.eml`
  if (name === '' && mediaType(part) === 'text/plain') return `${plain}.txt`
  if (name === '' && mediaType(part) === 'text/calendar') return UNNAMED_INVITATION
  if (name === '' && mediaType(part) === 'text/html') return `${plain}.html`
  return plain
}
