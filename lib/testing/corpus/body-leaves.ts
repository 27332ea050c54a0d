import type { MessageStructureObject } from 'imapflow'

/** A part that is no multipart. */
export interface Leaf {
  readonly section: string
  /** Octets as they are encoded; undefined where the server did not say. */
  readonly size: number | undefined
  /** `type/subtype` */
  readonly type: string
}

/** Every leaf of a structure with its section (RFC 9051 §6.4.5); a message inside the message counts, and so do its own parts. */
export function leavesOf(node: MessageStructureObject, section = ''): readonly Leaf[] {
  const children = node.childNodes ?? []
  if (node.type.startsWith('multipart/')) return children.flatMap((child, index) => leavesOf(child, `${section}${section === '' ? '' : '.'}${index + 1}`))
  const own = section === '' ? '1' : section
  // A single part in a message inside is part 1 of it; a multipart there shares the number of the message.
  const inside = children.flatMap((child) => leavesOf(child, child.type.startsWith('multipart/') ? own : `${own}.1`))
  return [{ section: own, size: node.size, type: node.type }, ...inside]
}
