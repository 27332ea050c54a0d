import type { BodyPart } from '../body-structure.ts'
import { mediaType } from './attachments.ts'
import type { AttachmentView } from './message-view.ts'
import { isPacked } from './packed.ts'

/** True for a part that is a message and can be kept as one. */
export function isMessagePart(part: BodyPart): boolean {
  return mediaType(part) === 'message/rfc822' || mediaType(part) === 'message/global'
}

/** The page of ours that shows what is in that part, where there is one. */
export function ownPageOf(part: BodyPart): Pick<AttachmentView, 'opens'> {
  if (isMessagePart(part)) return { opens: 'message' }
  return isPacked(part) ? { opens: 'packed' } : {}
}
