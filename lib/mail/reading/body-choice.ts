import { mediaType, partName } from './attachments.ts'
import type { BodyPart } from '../body-structure.ts'

/** One part that is shown as (a piece of) the message's body. */
export interface ChosenBody {
  readonly part: BodyPart
  /** For HTML: the plain alternative that says the same, if there is one. */
  readonly plain?: BodyPart
}

/** More bodies than these are no letter. */
const BODIES_LIMIT = 20

/**
 * The parts that a reader sees as the message, in order. Of multipart/alternative the HTML is chosen, or with `prefer: 'text'` the
 * plain text. A message that has text anywhere shows some: an attachment's, in the last resort one of a message inside.
 */
export function chooseBodies(root: BodyPart, prefer?: 'text'): readonly ChosenBody[] {
  const chosen = bodiesOf(root, prefer).filter(({ part }) => part.size > 0)
  if (chosen.length > 0) return chosen.slice(0, BODIES_LIMIT)
  const anyText = [...texts(root)].filter(({ size }) => size > 0)
  const fallback = anyText.find(isReadable) ?? anyText[0]
  return fallback ? [{ part: fallback }] : []
}

function bodiesOf(part: BodyPart, prefer: 'text' | undefined): readonly ChosenBody[] {
  if (part.type !== 'multipart') return isBody(part) ? [{ part }] : []
  const { children, subtype } = part
  if (subtype === 'alternative') return alternative(children, prefer)
  if (subtype === 'related') return related(part, prefer)
  // RFC 1847: what was signed comes first; what was encrypted nobody reads here.
  if (subtype === 'signed') return children[0] ? bodiesOf(children[0], prefer) : []
  if (subtype === 'encrypted') return []
  return children.flatMap((child) => bodiesOf(child, prefer))
}

/** RFC 2046 §5.1.4: the last alternative is the richest. */
function alternative(children: readonly BodyPart[], prefer: 'text' | undefined): readonly ChosenBody[] {
  const readings = children.map((child) => bodiesOf(child, prefer).filter(({ part }) => part.size > 0)).filter((bodies) => bodies.length > 0)
  const plain = readings.find((bodies) => bodies.every(({ part }) => part.subtype === 'plain'))
  const rich = readings.findLast((bodies) => bodies.some(({ part }) => part.subtype === 'html'))
  if (prefer === 'text' && plain) return plain
  if (!rich) return plain ?? readings.at(-1) ?? []
  const alternativePart = plain?.length === 1 ? plain[0]?.part : undefined
  return rich.map((body) => (body.part.subtype === 'html' && alternativePart && rich.length === 1 ? { ...body, plain: alternativePart } : body))
}

/** RFC 2387: the root is the part that `start` names, else the first; the others belong to it. */
function related({ children, parameters }: BodyPart, prefer: 'text' | undefined): readonly ChosenBody[] {
  const root = children.find(({ id }) => id !== '' && id === parameters.start) ?? children[0]
  return root ? bodiesOf(root, prefer) : []
}

function isBody(part: BodyPart): boolean {
  return isReadable(part) && part.disposition?.type !== 'attachment' && (partName(part) === '' || part.disposition?.type === 'inline')
}

function isReadable(part: BodyPart): boolean {
  return mediaType(part) === 'text/plain' || mediaType(part) === 'text/html'
}

/** Every text there is, messages inside included. */
function* texts(part: BodyPart): Generator<BodyPart> {
  if (part.type === 'text') yield part
  if (part.type === 'message' && part.children.length === 0) yield part
  for (const child of part.children) yield* texts(child)
}
