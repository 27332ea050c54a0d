import type { OctetString, PartExtent } from '../digest.ts'
import type { Entity } from './entity.ts'

/** A part while it is read: its extent and what its header says. */
export interface PartNode {
  /** Section number of PartExtent. */
  section: string
  /** The number that those of the parts inside begin with; '' for a multipart that is the message itself. */
  readonly number: string
  kind: 'leaf' | 'multipart' | 'message'
  entity: Entity
  readonly headerStart: number
  readonly bodyStart: number
  /** Line breaks of the message before the body; of those, only the ones that somebody asked for were counted. */
  readonly newlinesBefore: number
  /** ENVELOPE of a message inside a message; '' for every other part. */
  readonly envelope: OctetString
  readonly children: PartNode[]
  bodyEnd: number
  lines: number
  /** A multipart behind its closing delimiter. */
  closed: boolean
  /** What a leaf's body decodes to, when all of it went by the reader. */
  decoded?: { readonly decodedSize: number; readonly hasNul: boolean }
}

/** A multipart in which no delimiter was found yet; if none comes it is the text that it looks like. */
export function isWithoutParts(node: PartNode): boolean {
  return node.kind === 'multipart' && node.children.length === 0
}

/** A message inside a message: RFC 9051 §7.5.2 puts message/global (RFC 6532) beside message/rfc822. */
export function isMessage({ type, subtype }: Entity): boolean {
  return type === 'message' && (subtype === 'rfc822' || subtype === 'global')
}

/** True while the line breaks of that part's body are needed: BODYSTRUCTURE has them for texts and messages. */
export function needsLines(node: PartNode): boolean {
  return node.kind === 'message' || isWithoutParts(node) || (node.kind === 'leaf' && isLineCounted(node.entity))
}

/** RFC 9051 §7.5.2: `body-type-text` and `body-type-msg` end with the size in lines. */
export function isLineCounted(entity: Entity): boolean {
  return entity.type === 'text' || isMessage(entity)
}

/** All parts for the digest, a parent before its children. */
export function listExtents(node: PartNode, into: PartExtent[] = []): PartExtent[] {
  const { section, headerStart, bodyStart, bodyEnd, entity } = node
  into.push({ section, mediaType: `${entity.type}/${entity.subtype}`, headerStart, bodyStart, bodyEnd, encoding: entity.encoding, charset: entity.charset, ...node.decoded })
  for (const child of node.children) listExtents(child, into)
  return into
}
