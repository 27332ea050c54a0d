/** The greatest number in use, `*` (RFC 3501 §9, seq-number). */
export const STAR = Infinity

/** How a command names messages: by sequence number, or by UID when it came as `UID <command>`. */
export type Addressing = 'sequence' | 'uid'

const GREATEST = 0xffffffff

/** Numbers from `first` to `last`, both included; `first <= last` only after `rangesOf`. */
export interface NumberRange {
  readonly first: number
  readonly last: number
}

/** What the client wrote: ranges in its own order, `*` still open. */
export type SequenceSet = readonly NumberRange[]

/** `$`, the result that a search has saved (RFC 5182 §3): this very set, whose ranges mean nothing. */
export const SAVED: SequenceSet = []

/** `sequence-set = (seq-number / seq-range) *("," …) / "$"`. Undefined when the text is not one. */
export function parseSequenceSet(text: string): SequenceSet | undefined {
  if (text === '$') return SAVED
  const ranges: NumberRange[] = []
  for (const piece of text.split(',')) {
    const colon = piece.indexOf(':')
    const first = seqNumber(colon < 0 ? piece : piece.slice(0, colon))
    const last = colon < 0 ? first : seqNumber(piece.slice(colon + 1))
    if (first === undefined || last === undefined) return undefined
    ranges.push({ first, last })
  }
  return ranges
}

function seqNumber(text: string): number | undefined {
  if (text === '*') return STAR
  if (!/^[1-9][0-9]{0,9}$/.test(text)) return undefined
  const value = Number(text)
  return value <= GREATEST ? value : undefined
}

/** The set as ascending ranges that do not touch, with `*` standing for `greatest` (0 when there is nothing). */
export function rangesOf(set: SequenceSet, greatest: number): readonly NumberRange[] {
  const ordered = set
    .map(({ first, last }) => {
      // A number beyond the greatest means itself; only `*` moves (RFC 3501 §6.4.8, "559:*").
      const from = first === STAR ? greatest : first
      const to = last === STAR ? greatest : last
      return { first: Math.max(1, Math.min(from, to)), last: Math.max(from, to) }
    })
    .filter((range) => range.last > 0)
    .sort((a, b) => a.first - b.first)
  const merged: { first: number; last: number }[] = []
  for (const range of ordered) {
    const previous = merged.at(-1)
    if (previous && range.first <= previous.last + 1) previous.last = Math.max(previous.last, range.last)
    else merged.push({ ...range })
  }
  return merged
}

/** The numbers as a set, neighbours joined, in the order given; '' for none. */
export function writeNumberSet(numbers: readonly number[]): string {
  let text = ''
  for (let at = 0; at < numbers.length; ) {
    let end = at
    while (end + 1 < numbers.length && numbers[end + 1] === numbers[end]! + 1) end++
    text += `${text && ','}${numbers[at]}${end > at ? `:${numbers[end]}` : ''}`
    at = end + 1
  }
  return text
}
