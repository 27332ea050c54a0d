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
  /** Base subjects, and where the subject itself is a reply or a forward, REPLY more. */
  readonly subjects: Float64Array
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
