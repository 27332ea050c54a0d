import type { Uid } from '#lib/mail/uid.ts'
import type { ArgumentReader } from '../../protocol/argument-reader.ts'
import { writeNumberSet, type Addressing } from '../../protocol/sequence-set.ts'
import { parsePartialRange, windowOf, type PartialRange } from './partial-range.ts'

/** What a client wants to know of the messages found (RFC 4731 §3.1, RFC 5182 §2.4, RFC 9394 §3.1). */
export interface ResultOptions {
  readonly wanted: ReadonlySet<'MIN' | 'MAX' | 'ALL' | 'COUNT'>
  readonly partial: PartialRange | undefined
  /** RFC 5182: `$` stands for the result from here on. */
  readonly save: boolean
  /** RFC 5267 §4.3: the client wants to hear how the result changes. */
  readonly update: boolean
}

/** What a search without options answers where ESEARCH takes the place of the older responses (RFC 9051 §6.4.4, RFC 7377 §2.1). */
export const FOUND: ResultOptions = { wanted: new Set(['ALL']), partial: undefined, save: false, update: false }

const OPTIONS = ['MIN', 'MAX', 'ALL', 'COUNT'] as const

/** `[SP "RETURN" SP "(" [search-return-opt *(SP search-return-opt)] ")"]` */
export function parseReturn(args: ArgumentReader): ResultOptions | undefined {
  if (!args.accept(' RETURN ')) return undefined
  const wanted = new Set<(typeof OPTIONS)[number]>()
  let partial: PartialRange | undefined
  let save = false
  let update = false
  args.list(() => {
    const word = args.word('a result option')
    const option = OPTIONS.find((known) => known === word)
    if (option) wanted.add(option)
    else if (word === 'SAVE') save = true
    else if (word === 'UPDATE') update = true
    // RFC 5267 §4.2: a hint, and nothing is kept for it here.
    else if (word === 'CONTEXT') return
    else if (word === 'PARTIAL') {
      args.expect(' ')
      partial = parsePartialRange(args)
    } else throw args.problem('a result option')
  })
  // RFC 9394 §3.1: the one would hold the other.
  if (partial && wanted.has('ALL')) throw args.fault('PARTIAL and ALL exclude each other')
  // RFC 4731 §3.1: an empty list means ALL; RFC 5182 §2.1: SAVE alone asks for no answer.
  if (wanted.size === 0 && !partial && !save) wanted.add('ALL')
  return { wanted, partial, save, update }
}

/** What `$` stands for after a search with SAVE that found these (RFC 5182 §2.4, RFC 9394 §3.2). */
export function savedOf(found: readonly Uid[], { wanted, partial }: ResultOptions): readonly Uid[] {
  const asksForFew = (partial !== undefined || wanted.has('MIN') || wanted.has('MAX')) && !wanted.has('ALL') && !wanted.has('COUNT')
  if (!asksForFew) return found
  const few = new Set(partial ? windowOf(found, partial) : [])
  const [first, last] = [found[0], found.at(-1)]
  if (first !== undefined && wanted.has('MIN')) few.add(first)
  if (last !== undefined && wanted.has('MAX')) few.add(last)
  return [...few]
}

export interface SearchResult {
  readonly name: 'SEARCH' | 'SORT'
  /** What tells the client whose result it is: `TAG "…"`, and the mailbox where it is not the selected one's (RFC 7377 §2.1). */
  readonly correlator: string
  readonly by: Addressing
  /** In the order of the result. */
  readonly numbers: readonly number[]
  readonly options: ResultOptions | undefined
  readonly modSeq: bigint | undefined
}

/** `SEARCH …`, `SORT …` or `ESEARCH …`, without the star. */
export function resultLine({ name, correlator, by, numbers, options, modSeq }: SearchResult): string {
  if (!options) return [name, ...numbers, ...(modSeq === undefined ? [] : [`(MODSEQ ${modSeq})`])].join(' ')
  const items: string[] = [`ESEARCH (${correlator})`]
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
