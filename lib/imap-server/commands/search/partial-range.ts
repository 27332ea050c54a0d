import type { ArgumentReader } from '../../protocol/argument-reader.ts'

/** A window of a result list, counted from 1; from its end when negative (RFC 9394 §3.1). */
export interface PartialRange {
  /** As the reply names it, whichever bound the client gave first. */
  readonly text: string
  readonly from: number
  readonly to: number
  readonly fromEnd: boolean
}

/** `partial-range = nz-number ":" nz-number / "-" nz-number ":" "-" nz-number` (RFC 9394 §4). */
export function parsePartialRange(args: ArgumentReader): PartialRange {
  const fromEnd = args.startsWith('-')
  const bound = (): number => {
    if (fromEnd) args.expect('-')
    const value = args.number('a position')
    if (value === 0) throw args.problem('a position')
    return value
  }
  const first = bound()
  args.expect(':')
  const last = bound()
  const sign = fromEnd ? '-' : ''
  const [from, to] = [Math.min(first, last), Math.max(first, last)]
  return { text: `${sign}${from}:${sign}${to}`, from, to, fromEnd }
}

/** The window of the list, in the list's own order (RFC 9394 §3.1). */
export function windowOf<T>(list: readonly T[], { from, to, fromEnd }: PartialRange): readonly T[] {
  if (!fromEnd) return list.slice(from - 1, to)
  return list.slice(Math.max(0, list.length - to), Math.max(0, list.length - from + 1))
}
