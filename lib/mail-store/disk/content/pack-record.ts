import { crc32 } from 'node:zlib'

/** Octets in front of each content in a pack. */
export const RECORD_HEADER = 64

/** Begins every record: seldom in mail, so that what lies behind a damaged place is found again. */
export const RECORD_MAGIC = Buffer.from('\u00f0PSTNR1\n', 'latin1')

const [STATE, SIZE, DATE, HASH, OCTETS_SUM, HEADER_SUM] = [8, 12, 16, 24, 56, 60]
const [LIVE, FREED] = [1, 0]

/** Where the state stands in a record, and what it is once no message names the content. */
export const FREED_MARK = { at: STATE, octet: Buffer.from([FREED]) } as const

export interface PackRecord {
  readonly size: number
  /** Milliseconds since 1970: the message's, should nothing but its content survive. */
  readonly internalDate: number
  readonly sha256: Buffer
  readonly sum: number
  readonly isFreed: boolean
}

/** The header of a record that holds these octets. */
export function recordHeader(octets: Uint8Array, sha256: Uint8Array, internalDate: number): Buffer {
  const header = Buffer.alloc(RECORD_HEADER)
  RECORD_MAGIC.copy(header)
  header[STATE] = LIVE
  header.writeUInt32BE(octets.length, SIZE)
  header.writeDoubleBE(internalDate, DATE)
  header.set(sha256, HASH)
  header.writeUInt32BE(crc32(octets), OCTETS_SUM)
  header.writeUInt32BE(headerSum(header), HEADER_SUM)
  return header
}

/** The record whose header begins there; undefined where none does, or a damaged one. */
export function readRecord(pack: Buffer, at: number): PackRecord | undefined {
  const header = pack.subarray(at, at + RECORD_HEADER)
  if (header.length < RECORD_HEADER || !header.subarray(0, RECORD_MAGIC.length).equals(RECORD_MAGIC)) return undefined
  if (header.readUInt32BE(HEADER_SUM) !== headerSum(header)) return undefined
  return {
    size: header.readUInt32BE(SIZE),
    internalDate: header.readDoubleBE(DATE),
    sha256: Buffer.from(header.subarray(HASH, OCTETS_SUM)),
    sum: header.readUInt32BE(OCTETS_SUM),
    isFreed: header[STATE] === FREED,
  }
}

/** True when the octets are those that the record was written with. */
export function isWhole(record: PackRecord, octets: Uint8Array): boolean {
  return octets.length === record.size && crc32(octets) === record.sum
}

/** The sum leaves out the state, which changes in its place. */
function headerSum(header: Buffer): number {
  return crc32(header.subarray(SIZE, HEADER_SUM))
}
