import type { BodyPart } from '../body-structure.ts'

/** Protocol parts that a reader never opens by hand. */
const PROTOCOL = new Set(['application/pgp-signature', 'application/pkcs7-signature', 'application/x-pkcs7-signature', 'application/pgp-encrypted'])

/** True for what is shown as it is: plain text and HTML. */
export function isReadable(part: BodyPart): boolean {
  return mediaType(part) === 'text/plain' || mediaType(part) === 'text/html'
}

/** The name that a part gives its file; '' when it gives none. */
export function partName({ disposition, parameters }: BodyPart): string {
  return disposition?.parameters.filename ?? parameters.name ?? ''
}

/** `type/subtype` in lower case. */
export function mediaType({ type, subtype }: BodyPart): string {
  return `${type}/${subtype}`
}

/**
 * The parts that a person sees as attachments: what says so, what has a file name, and whatever is no text and no picture of
 * the text's own. A message inside a message is one attachment; its parts are its own affair.
 */
export function attachmentParts(root: BodyPart): readonly BodyPart[] {
  return [...visible(root, undefined)].filter(({ part, parent }) => isAttachment(part, parent)).map(({ part }) => part)
}

interface Placed {
  readonly part: BodyPart
  readonly parent: BodyPart | undefined
}

/** All leaves, messages inside the message included as leaves. */
export function* visible(part: BodyPart, parent: BodyPart | undefined): Generator<Placed> {
  if (part.type !== 'multipart') {
    yield { part, parent }
    return
  }
  for (const child of part.children) yield* visible(child, part)
}

function isAttachment(part: BodyPart, parent: BodyPart | undefined): boolean {
  if (part.disposition?.type === 'attachment') return !PROTOCOL.has(mediaType(part)) || partName(part) !== ''
  if (PROTOCOL.has(mediaType(part))) return false
  if (part.type === 'text' && (part.subtype === 'plain' || part.subtype === 'html')) return partName(part) !== '' && part.disposition?.type !== 'inline'
  // An invitation stands beside the text that tells of it, and is more than that (RFC 6047 §2.4).
  if (parent?.subtype === 'alternative' && part.type === 'text' && part.subtype !== 'calendar') return false
  // A picture with a Content-ID in multipart/related belongs to the HTML beside it.
  if (part.type === 'image' && part.id !== '' && parent?.subtype === 'related') return false
  if (part.type === 'message' && part.subtype === 'delivery-status') return false
  return true
}

/**
 * Those beside what is shown as the text; what is shown counts where it says that it is an attachment, or where a page of ours shows more of
 * it. A text that is shown nowhere, and that no alternative says again, is one of them: nothing of a message is out of reach.
 * `further` are listed as well.
 */
export function attachmentsBeside(root: BodyPart, bodies: readonly BodyPart[], further: readonly BodyPart[] = []): readonly BodyPart[] {
  const isShown = new Set(bodies.map(({ section }) => section))
  const isOnlyShown = new Set(bodies.filter((part) => isReadable(part) && part.disposition?.type !== 'attachment' && partName(part) === '').map(({ section }) => section))
  const texts = bodies.length === 0 ? [] : [...textsAlone(root)].filter(({ section, size }) => size > 0 && !isShown.has(section))
  const unshown = new Set([...texts, ...further].map(({ section }) => section))
  return [...visible(root, undefined)].filter(({ part, parent }) => !isOnlyShown.has(part.section) && (isAttachment(part, parent) || unshown.has(part.section))).map(({ part }) => part)
}

/** The texts of which there is no other reading. */
function* textsAlone(part: BodyPart): Generator<BodyPart> {
  if (part.type !== 'multipart') {
    if (isReadable(part)) yield part
    return
  }
  if (part.subtype === 'alternative') return
  for (const child of part.children) yield* textsAlone(child)
}

/** The pictures that belong to HTML by where they stand, each with the parts that it stands among. */
export function picturesBeside(root: BodyPart): readonly { readonly part: BodyPart; readonly among: BodyPart }[] {
  return [...visible(root, undefined)].flatMap(({ part, parent }) => (parent && part.type === 'image' && !isAttachment(part, parent) ? [{ part, among: parent }] : []))
}

/** True when the message has one at least. */
export function hasAttachment(root: BodyPart): boolean {
  return attachmentParts(root).length > 0
}

/** Octets after transfer decoding, as near as the structure tells. */
export function decodedSize({ encoding, size }: BodyPart): number {
  // Base64 in lines of 76 characters: 57 octets for each 78.
  return encoding === 'base64' ? Math.floor((size * 57) / 78) : size
}
