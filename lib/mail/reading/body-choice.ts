import { isReadable, mediaType, partName, visible } from './attachments.ts'
import type { BodyPart } from '../body-structure.ts'

/** One part that is shown as (a piece of) the message's body. */
export interface ChosenBody {
  readonly part: BodyPart
  /** For HTML: the plain alternative that says the same, if there is one. */
  readonly plain?: BodyPart
}

/** More bodies than these are no letter; a program that writes between its pictures makes two for each. */
const BODIES_LIMIT = 100

/**
 * The parts that a reader sees as the message, in order. Of multipart/alternative the HTML is chosen, or with `prefer: 'text'` the
 * plain text. A message that has text anywhere shows some: what a report says to programs, an attachment's, in the last resort one of a message inside.
 */
export function chooseBodies(root: BodyPart, prefer?: 'text'): readonly ChosenBody[] {
  const chosen = bodiesOf(root, prefer).filter(({ part }) => part.size > 0)
  if (chosen.length > 0) return chosen.slice(0, BODIES_LIMIT)
  const reports = statusesOf(root).slice(0, BODIES_LIMIT)
  if (reports.length > 0) return reports.map((part) => ({ part }))
  const anyText = (isUnsaid(root) ? [root] : [...texts(root)]).filter(({ size }) => size > 0)
  const fallback = anyText.find(isReadable) ?? anyText[0]
  return fallback ? [{ part: fallback }] : []
}

/**
 * Of those, the text of the message itself, for whoever goes on with it: not that of a message inside or of a file, which are attachments. A name alone makes no
 * file of the first one.
 */
export function ownBodies<Body extends { readonly part: BodyPart }>(root: BodyPart, chosen: readonly Body[]): readonly Body[] {
  const own = new Set([...visible(root, undefined)].map(({ part }) => part.section))
  return chosen.filter(({ part }, at) => own.has(part.section) && part.disposition?.type !== 'attachment' && (at === 0 || partName(part) === ''))
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

/** RFC 2387: the root is the part that `start` names, with its brackets or without, else the first; one without words is none. The others belong to it. */
function related({ children, parameters }: BodyPart, prefer: 'text' | undefined): readonly ChosenBody[] {
  const start = bareId(parameters.start ?? '')
  const named = children.filter(({ id }) => start !== '' && bareId(id) === start)
  for (const child of [...named, ...children]) {
    const bodies = bodiesOf(child, prefer)
    if (bodies.length > 0) return bodies
  }
  return []
}

function bareId(id: string): string {
  return id.trim().replace(/^<|>$/g, '')
}

function isBody(part: BodyPart): boolean {
  return isReadable(part) && part.disposition?.type !== 'attachment' && (partName(part) === '' || part.disposition?.type === 'inline')
}

/** Types of RFC 2046 and what was registered after it; any other word was meant to be a text. */
const KNOWN_TYPES = new Set(['application', 'audio', 'font', 'haptics', 'image', 'message', 'model', 'multipart', 'video', 'chemical', 'x-world'])

/** Text, and what its sender gave a type that is none. */
function isText({ type }: BodyPart): boolean {
  return type === 'text' || !KNOWN_TYPES.has(type)
}

/** A whole message of which nothing is said but that it is octets: no name, and no encoding that only other things than text need. */
function isUnsaid(root: BodyPart): boolean {
  return mediaType(root) === 'application/octet-stream' && partName(root) === '' && root.disposition === undefined && root.encoding !== 'base64' && root.encoding !== 'binary'
}

/** What a report without a word for people says of each delivery (RFC 3464, RFC 8098); its own, and no report's inside. */
function statusesOf(part: BodyPart): readonly BodyPart[] {
  if (part.type === 'multipart') return part.children.flatMap(statusesOf)
  return STATUSES.has(mediaType(part)) && part.size > 0 ? [part] : []
}

const STATUSES = new Set(['message/delivery-status', 'message/global-delivery-status', 'message/disposition-notification', 'message/global-disposition-notification', 'message/feedback-report'])

/** Every text there is, messages inside included. */
function* texts(part: BodyPart): Generator<BodyPart> {
  if (isText(part)) yield part
  if (part.type === 'message' && part.children.length === 0) yield part
  for (const child of part.children) yield* texts(child)
}
