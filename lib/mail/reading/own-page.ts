import type { BodyPart } from '../body-structure.ts'
import { mediaType, partName } from './attachments.ts'
import { isCardPart } from './card-part.ts'
import type { AttachmentView } from './message-view.ts'
import { isPacked } from './packed.ts'
import { readPointer } from './pointer.ts'

/** True for a part that is a message and can be kept as one. */
export function isMessagePart(part: BodyPart): boolean {
  return mediaType(part) === 'message/rfc822' || mediaType(part) === 'message/global'
}

/** True for a part that is a calendar. */
export function isCalendarPart(part: BodyPart): boolean {
  return mediaType(part) === 'text/calendar' || mediaType(part) === 'application/ics' || /\.ics$/i.test(partName(part))
}

/** True for a part that says it is a PDF; what is none its page tells. */
export function isPdfPart(part: BodyPart): boolean {
  return mediaType(part) === 'application/pdf' || mediaType(part) === 'application/x-pdf' || /\.pdf$/i.test(partName(part))
}

/** RFC 6047 §2.4: the part says by which method it comes. */
function asksAnswer({ parameters }: BodyPart): boolean {
  return parameters.method?.toLowerCase() === 'request'
}

/** The page of ours that shows what is in that part, where there is one. */
export function ownPageOf(part: BodyPart): Pick<AttachmentView, 'opens' | 'asksAnswer'> {
  if (isMessagePart(part)) return { opens: 'message' }
  if (readPointer(part)) return { opens: 'pointer' }
  if (isPacked(part)) return { opens: 'packed' }
  if (isCalendarPart(part)) return { opens: 'calendar', ...(asksAnswer(part) ? { asksAnswer: true } : {}) }
  if (isCardPart(mediaType(part), partName(part))) return { opens: 'card' }
  return isPdfPart(part) ? { opens: 'pdf' } : {}
}
