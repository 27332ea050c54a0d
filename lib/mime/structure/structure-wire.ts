import type { OctetString } from '../digest.ts'
import { EMPTY_ENVELOPE } from './envelope-wire.ts'
import { isLineCounted, isMessage, type PartNode } from './part-node.ts'
import { wireString } from './wire-string.ts'

const EMPTY_TEXT = '("text" "plain" NIL NIL NIL "7bit" 0 0)'

/** FETCH BODYSTRUCTURE (`extended`) or BODY of a part in wire form (RFC 9051 §7.5.2 and §9, `body`). */
export function wireStructure(node: PartNode, extended: boolean): OctetString {
  const { entity } = node
  if (node.kind === 'multipart') {
    const children = node.children.map((child) => wireStructure(child, extended)).join('')
    return `(${children} ${wireString(entity.subtype)}${extended ? ` ${entity.wireParameters} ${entity.wireExtension}` : ''})`
  }
  const { type, subtype, wireParameters, wireFields, wireMd5, wireExtension } = entity
  const fields = [wireString(type), wireString(subtype), wireParameters, wireFields, node.bodyEnd - node.bodyStart]
  if (isMessage(entity)) fields.push(wireMessage(node, extended))
  if (isLineCounted(entity)) fields.push(node.lines)
  if (extended) fields.push(wireMd5, wireExtension)
  return `(${fields.join(' ')})`
}

/** Envelope and structure of the message inside; one that was not looked into has empty ones, since the grammar wants them. */
function wireMessage(node: PartNode, extended: boolean): OctetString {
  const [inner] = node.children
  return inner ? `${inner.envelope} ${wireStructure(inner, extended)}` : `${EMPTY_ENVELOPE} ${EMPTY_TEXT}`
}
