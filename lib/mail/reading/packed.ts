import type { BodyPart } from '../body-structure.ts'
import { mediaType, partName } from './attachments.ts'
import { isOpaque } from './trust/signed-parts.ts'

const TYPES = new Set(['application/ms-tnef', 'application/vnd.ms-tnef'])

/** True for a part in which others lie: TNEF, which Outlook packs for other Outlooks, mostly called winmail.dat, or what lies in its S/MIME signature. */
export function isPacked(part: BodyPart): boolean {
  return isOpaque(part) || isTnef(part)
}

/** True for TNEF by what the part says of itself. */
export function isTnef(part: BodyPart): boolean {
  return TYPES.has(mediaType(part)) || (mediaType(part) === 'application/octet-stream' && partName(part).toLowerCase() === 'winmail.dat')
}
