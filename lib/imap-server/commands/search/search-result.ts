import type { ArgumentReader } from '../../protocol/argument-reader.ts'
import { SyntaxProblem } from '../../protocol/problems.ts'
import { writeNumberSet, type Addressing } from '../../protocol/sequence-set.ts'
import { parsePartialRange, windowOf, type PartialRange } from './partial-range.ts'

/** What a client wants to know of the messages found (RFC 4731 §3.1, RFC 9394 §3.1). */
export interface ResultOptions {
  readonly wanted: ReadonlySet<'MIN' | 'MAX' | 'ALL' | 'COUNT'>
  readonly partial: PartialRange | undefined
}

const OPTIONS = ['MIN', 'MAX', 'ALL', 'COUNT'] as const

/** `[SP "RETURN" SP "(" [search-return-opt *(SP search-return-opt)] ")"]` */
export function parseReturn(args: ArgumentReader): ResultOptions | undefined {
  if (!args.accept(' RETURN ')) return undefined
  const wanted = new Set<(typeof OPTIONS)[number]>()
  let partial: PartialRange | undefined
  args.list(() => {
    const word = args.word('a result option')
    const option = OPTIONS.find((known) => known === word)
    if (option) wanted.add(option)
    else if (word === 'PARTIAL') {
      args.expect(' ')
      partial = parsePartialRange(args)
    } else throw args.problem('a result option')
  })
  // RFC 9394 §3.1: the one would hold the other.
  if (partial && wanted.has('ALL')) throw new SyntaxProblem('PARTIAL and ALL exclude each other')
  // RFC 4731 §3.1: an empty list means ALL.
  if (wanted.size === 0 && !partial) wanted.add('ALL')
  return { wanted, partial }
}

export interface SearchResult {
  readonly name: 'SEARCH' | 'SORT'
  readonly tag: string
  readonly by: Addressing
  /** In the order of the result. */
  readonly numbers: readonly number[]
  readonly options: ResultOptions | undefined
  readonly modSeq: bigint | undefined
}

/** `SEARCH …`, `SORT …` or `ESEARCH …`, without the star. */
export function resultLine({ name, tag, by, numbers, options, modSeq }: SearchResult): string {
  if (!options) return [name, ...numbers, ...(modSeq === undefined ? [] : [`(MODSEQ ${modSeq})`])].join(' ')
  const items: string[] = [`ESEARCH (TAG "${tag}")`]
  const { wanted, partial } = options
  if (by === 'uid') items.push('UID')
  // RFC 4731 §3.1: MIN, MAX and ALL are left out when nothing was found. RFC 5267 §3.1: in a sort they are the first and the last.
  if (numbers.length > 0) {
    if (wanted.has('MIN')) items.push(`MIN ${numbers[0]}`)
    if (wanted.has('MAX')) items.push(`MAX ${numbers.at(-1)}`)
    if (wanted.has('ALL')) items.push(`ALL ${writeNumberSet(numbers)}`)
  }
  if (wanted.has('COUNT')) items.push(`COUNT ${numbers.length}`)
  if (partial) items.push(`PARTIAL (${partial.text} ${writeNumberSet(windowOf(numbers, partial)) || 'NIL'})`)
  if (modSeq !== undefined) items.push(`MODSEQ ${modSeq}`)
  return items.join(' ')
}
