/** A message's unique identifier in its mailbox (RFC 9051 §2.3.1.1): 1 to 4294967295, ascending, never reused. */
export type Uid = number & { readonly brand: 'Uid' }

/** The value that names one incarnation of a mailbox: 1 to 4294967295. */
export type UidValidity = number & { readonly brand: 'UidValidity' }

/** A message's sequence number (RFC 9051 §2.3.1.2); it belongs to one session's view and to nothing else. */
export type Sequence = number & { readonly brand: 'Sequence' }

/** A modification sequence (RFC 7162): below 2^63, so a bigint. */
export type ModSeq = bigint & { readonly brand: 'ModSeq' }

const GREATEST = 0xffffffff

const isNumber32 = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= GREATEST

/** The number as a Uid. Throws RangeError outside 1 to 4294967295. */
export function toUid(value: number): Uid {
  if (!isNumber32(value)) throw new RangeError('A UID is a whole number from 1 to 4294967295')
  return value as Uid
}

/** The number as a UidValidity. Throws RangeError outside 1 to 4294967295. */
export function toUidValidity(value: number): UidValidity {
  if (!isNumber32(value)) throw new RangeError('A UIDVALIDITY is a whole number from 1 to 4294967295')
  return value as UidValidity
}
