import type { Envelope } from './envelope.ts'

/** One node of the MIME tree as FETCH BODYSTRUCTURE describes it (RFC 9051 §7.5.2). */
export interface BodyPart {
  /** The section number by which FETCH BODY[...] reaches it, such as `2.1`; the root multipart has ''. */
  readonly section: string
  /** Lower case. */
  readonly type: string
  /** Lower case. */
  readonly subtype: string
  /** Names in lower case, values decoded (RFC 2231, RFC 2047 misuse). */
  readonly parameters: Readonly<Record<string, string>>
  readonly id: string
  readonly description: string
  /** Content-Transfer-Encoding in lower case; '7bit' when none is named. */
  readonly encoding: string
  /** Octets of the body as it is stored, transfer encoding included. */
  readonly size: number
  /** Lines of the body, for text and message/rfc822. */
  readonly lines?: number
  readonly disposition?: { readonly type: string; readonly parameters: Readonly<Record<string, string>> }
  readonly language: readonly string[]
  readonly location: string
  /** The children of a multipart, or the one message inside message/rfc822. */
  readonly children: readonly BodyPart[]
  /** The envelope of the message inside message/rfc822. */
  readonly envelope?: Envelope
}

/** All nodes of the tree, a parent before its children. */
export function* walkParts(root: BodyPart): Generator<BodyPart> {
  yield root
  for (const child of root.children) yield* walkParts(child)
}

/** The node with that section number, or undefined. */
export function findPart(root: BodyPart, section: string): BodyPart | undefined {
  for (const part of walkParts(root)) if (part.section === section) return part
  return undefined
}
