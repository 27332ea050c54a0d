/** What SORT compares: RFC 5256 §3, and RFC 5957 §3. */
export const SORT_KEYS = ['ARRIVAL', 'CC', 'DATE', 'FROM', 'SIZE', 'SUBJECT', 'TO', 'DISPLAYFROM', 'DISPLAYTO'] as const
export type SortKey = (typeof SORT_KEYS)[number]

/** Numbers that compare as the keys of the messages do. */
export interface SortNumbers {
  /** Ascending. */
  readonly uids: Uint32Array
  /** For each key that was asked for, the number of each message. */
  readonly values: readonly Float64Array[]
}

/** What threads are made from. The same number stands for the same text, 0 for none. */
export interface ThreadNumbers {
  /** Ascending. */
  readonly uids: Uint32Array
  /** Milliseconds since 1970: when each was sent, else when it arrived (RFC 5256 §2.2). */
  readonly dates: Float64Array
  /** Internal dates. */
  readonly arrived: Float64Array
  /** Base subjects, none greater than `subjectCount`, and where the subject itself is a reply or a forward, REPLY more. */
  readonly subjects: Float64Array
  readonly subjectCount: number
  /** Message-IDs; none is greater than `idCount`. */
  readonly ids: Uint32Array
  /** The ids that the messages refer to, the nearest last, one message behind the other. */
  readonly references: Uint32Array
  /** Where those of each message end. */
  readonly ends: Uint32Array
  readonly idCount: number
}

/** Greater than the number of any base subject. */
export const REPLY = 2 ** 32

/** Where those of the ascending `wanted` stand among the ascending `uids`; undefined where both are the same. */
export function placesOf(uids: Uint32Array, wanted: readonly number[]): Uint32Array | undefined {
  const places = new Uint32Array(Math.min(uids.length, wanted.length))
  let count = 0
  let next = 0
  for (let at = 0; at < uids.length && next < wanted.length; at++) {
    while (wanted[next]! < uids[at]!) next++
    if (wanted[next] === uids[at]) places[count++] = at
  }
  return count === uids.length ? undefined : places.subarray(0, count)
}

/** The numbers that stand at these places. */
export function pickedFrom(numbers: Float64Array, places: Uint32Array): Float64Array {
  const picked = new Float64Array(places.length)
  for (let index = 0; index < places.length; index++) picked[index] = numbers[places[index]!]!
  return picked
}
