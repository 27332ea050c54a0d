import type { BodyPart } from '../body-structure.ts'
import { mediaType, partName } from './attachments.ts'

const TYPES = new Set(['application/ms-tnef', 'application/vnd.ms-tnef'])

/** True for the part in which Outlook packs attachments for other Outlooks, TNEF, mostly called winmail.dat. */
export function isPacked(part: BodyPart): boolean {
  return TYPES.has(mediaType(part)) || (mediaType(part) === 'application/octet-stream' && partName(part).toLowerCase() === 'winmail.dat')
}
