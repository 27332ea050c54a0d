/** One attachment of a TNEF stream to be made. */
export interface TnefAttachment {
  /** In its 8-bit name. */
  readonly title?: string
  /** MAPI properties: id, type, value. */
  readonly properties?: readonly (readonly [id: number, type: number, value: Buffer])[]
  readonly content?: Buffer
}

/** A TNEF stream as Outlook writes it, with windows-1252 for its 8-bit texts. */
export function writeTnef(attachments: readonly TnefAttachment[], messageProperties: TnefAttachment['properties'] = []): Buffer {
  const codepage = Buffer.alloc(8)
  codepage.writeUInt32LE(1252)
  const pieces = [uint32(0x223e9f78), uint16(1), attribute(1, 0x00069007, codepage)]
  if (messageProperties.length > 0) pieces.push(attribute(1, 0x00069003, properties(messageProperties)))
  for (const { title, properties: own, content } of attachments) {
    pieces.push(attribute(2, 0x00069002, Buffer.alloc(14)))
    if (title !== undefined) pieces.push(attribute(2, 0x00018010, Buffer.from(`${title}\0`, 'latin1')))
    if (content) pieces.push(attribute(2, 0x0006800f, content))
    if (own) pieces.push(attribute(2, 0x00069005, properties(own)))
  }
  return Buffer.concat(pieces)
}

function attribute(level: number, id: number, value: Buffer): Buffer {
  const sum = value.reduce((total, octet) => (total + octet) & 0xffff, 0)
  return Buffer.concat([Buffer.from([level]), uint32(id), uint32(value.length), value, uint16(sum)])
}

/** Variable values only: strings, objects and octets. */
function properties(list: NonNullable<TnefAttachment['properties']>): Buffer {
  const pieces = list.map(([id, type, value]) => Buffer.concat([uint16(type), uint16(id), uint32(1), uint32(value.length), value, Buffer.alloc((4 - (value.length % 4)) % 4)]))
  return Buffer.concat([uint32(list.length), ...pieces])
}

function uint16(value: number): Buffer {
  const octets = Buffer.alloc(2)
  octets.writeUInt16LE(value)
  return octets
}

function uint32(value: number): Buffer {
  const octets = Buffer.alloc(4)
  octets.writeUInt32LE(value >>> 0)
  return octets
}
