/* What lies inside signed data (RFC 5652 §5), found by walking over its BER (X.690 §8) without looking at the signature. */

const SEQUENCE = 0x30
const OID = 0x06
const OCTETS = 0x04
const CONSTRUCTED_OCTETS = 0x24
const EXPLICIT_0 = 0xa0
const SIGNED_DATA = '2a864886f70d010702'
/** Octet strings in octet strings; nobody writes more than one level. */
const DEPTH_LIMIT = 4

interface Element {
  readonly tag: number
  readonly start: number
  /** Behind its content, as far as there are octets; undefined where it ends with an end mark of its own. */
  readonly end: number | undefined
}

/** The signed content, or its beginning where the octets break off; undefined for what is no signed data with content of its own. */
export function signedContent(octets: Uint8Array): Uint8Array | undefined {
  const info = elementAt(octets, 0)
  const type = info?.tag === SEQUENCE ? elementAt(octets, info.start) : undefined
  if (type?.tag !== OID || type.end === undefined || Buffer.from(octets.subarray(type.start, type.end)).toString('hex') !== SIGNED_DATA) return undefined
  const data = inside(octets, inside(octets, type.end, EXPLICIT_0)?.start, SEQUENCE)
  // Version and digest algorithms stand before the content.
  const content = inside(octets, behind(octets, behind(octets, data?.start)), SEQUENCE)
  const wrapped = inside(octets, behind(octets, content?.start), EXPLICIT_0)
  const string = wrapped && elementAt(octets, wrapped.start)
  return string && (string.tag === OCTETS || string.tag === CONSTRUCTED_OCTETS) ? Buffer.concat([...pieces(octets, string, 0)]) : undefined
}

/** The element at that place, if it has that tag. */
function inside(octets: Uint8Array, at: number | undefined, tag: number): Element | undefined {
  const element = at === undefined ? undefined : elementAt(octets, at)
  return element?.tag === tag ? element : undefined
}

/** The place behind an element of known length. */
function behind(octets: Uint8Array, at: number | undefined): number | undefined {
  return at === undefined ? undefined : elementAt(octets, at)?.end
}

/** The octets of a string, in pieces where it is made of them. */
function* pieces(octets: Uint8Array, string: Element, depth: number): Generator<Uint8Array> {
  if (string.tag === OCTETS) yield octets.subarray(string.start, string.end ?? octets.length)
  if (string.tag !== CONSTRUCTED_OCTETS || depth >= DEPTH_LIMIT) return
  const end = string.end ?? octets.length
  for (let at = string.start; at < end; ) {
    const piece = elementAt(octets, at)
    if (!piece || (piece.tag !== OCTETS && piece.tag !== CONSTRUCTED_OCTETS)) return
    yield* pieces(octets, piece, depth + 1)
    if (piece.end === undefined) return
    at = piece.end
  }
}

function elementAt(octets: Uint8Array, at: number): Element | undefined {
  const [tag, first] = [octets[at], octets[at + 1]]
  if (tag === undefined || first === undefined) return undefined
  if (first < 0x80) return { tag, start: at + 2, end: Math.min(at + 2 + first, octets.length) }
  const size = first & 0x7f
  if (size === 0) return { tag, start: at + 2, end: undefined }
  if (size > 6) return undefined
  const start = at + 2 + size
  const length = octets.subarray(at + 2, start).reduce((sum, octet) => sum * 256 + octet, 0)
  return { tag, start, end: Math.min(start + length, octets.length) }
}
