import { OctetCursor } from './octet-cursor.ts'

/** One MAPI property as TNEF encodes it ([MS-OXTNEF] §2.1.3.4): its values as octets. */
export interface MapiProperty {
  readonly id: number
  readonly type: number
  readonly value: Uint8Array
}

/** Properties of one object, and values of one property, that are looked at: no program writes a tenth of it. */
const PROPERTIES_LIMIT = 5_000
const VALUES_LIMIT = 1_000

const STRING8 = 0x1e
export const UNICODE = 0x1f
const OBJECT = 0x0d
const BINARY = 0x102
const MULTI_VALUED = 0x1000
const NAMED_FROM = 0x8000

/** Octets of the types whose values all have one size, filled up to four. */
const FIXED: Readonly<Record<number, number>> = { 0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0a: 4, 0x0b: 4, 0x14: 8, 0x40: 8, 0x48: 16 }

/** The properties up to the first that cannot be read; of one with several values the first. */
export function readProperties(octets: Uint8Array): readonly MapiProperty[] {
  const cursor = new OctetCursor(octets)
  const count = Math.min(cursor.uint32() ?? 0, PROPERTIES_LIMIT)
  const properties: MapiProperty[] = []
  for (let n = 0; n < count; n++) {
    const property = readProperty(cursor)
    if (!property) break
    properties.push(property)
  }
  return properties
}

function readProperty(cursor: OctetCursor): MapiProperty | undefined {
  const [type, id] = [cursor.uint16(), cursor.uint16()]
  if (type === undefined || id === undefined) return undefined
  if (id >= NAMED_FROM && !skipName(cursor)) return undefined
  const base = type & ~MULTI_VALUED
  const size = FIXED[base]
  const isCounted = size === undefined || type !== base
  if (size === undefined && ![STRING8, UNICODE, OBJECT, BINARY].includes(base)) return undefined
  const count = isCounted ? cursor.uint32() : 1
  if (count === undefined || count > VALUES_LIMIT) return undefined
  let first: Uint8Array | undefined
  for (let n = 0; n < count; n++) {
    const value = size === undefined ? readPadded(cursor) : cursor.take(size)
    if (!value) return undefined
    first ??= value
  }
  return { id, type: base, value: first ?? new Uint8Array(0) }
}

/** A GUID, then a number or a name. */
function skipName(cursor: OctetCursor): boolean {
  cursor.take(16)
  const kind = cursor.uint32()
  return kind === 0 ? cursor.uint32() !== undefined : kind === 1 && readPadded(cursor) !== undefined
}

function readPadded(cursor: OctetCursor): Uint8Array | undefined {
  const length = cursor.uint32()
  if (length === undefined) return undefined
  const value = cursor.take(length)
  cursor.take(Math.min(cursor.left, (4 - (length % 4)) % 4))
  return value
}
