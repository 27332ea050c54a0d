import type { ArgumentReader } from '../../protocol/argument-reader.ts'
import { Refusal } from '../../protocol/problems.ts'
import { canonicalInbox, decodeName } from '../../protocol/quoting.ts'
import { parseEntries } from './parse-metadata.ts'
import { parseStatusItems, type StatusItem } from './status.ts'

export interface ListRequest {
  readonly reference: string
  readonly patterns: readonly string[]
  readonly select: ReadonlySet<SelectOption>
  readonly give: ReadonlySet<ReturnOption>
  readonly status: readonly StatusItem[]
  /** Annotations that are asked for (RFC 9590). */
  readonly metadata: readonly string[]
  /** RFC 5258 §3: a basic LIST keeps the answers of RFC 3501. */
  readonly extended: boolean
}

const SELECT_OPTIONS = ['SUBSCRIBED', 'REMOTE', 'RECURSIVEMATCH', 'SPECIAL-USE'] as const
export type SelectOption = (typeof SELECT_OPTIONS)[number]
const RETURN_OPTIONS = ['SUBSCRIBED', 'CHILDREN', 'SPECIAL-USE', 'STATUS', 'MYRIGHTS', 'METADATA'] as const
export type ReturnOption = (typeof RETURN_OPTIONS)[number]

/** More patterns than any client sends; each is tried on each name. */
const PATTERN_LIMIT = 50

/** `list = "LIST" [SP list-select-opts] SP mailbox SP mbox-or-pat [SP list-return-opts]` (RFC 5258 §6). */
export async function parseList(args: ArgumentReader): Promise<ListRequest> {
  args.expect(' ')
  let extended = args.startsWith('(')
  const select = new Set(extended ? args.list(() => option(args, SELECT_OPTIONS)) : [])
  // RFC 5258 §3.1: RECURSIVEMATCH needs something to match below.
  if (select.has('RECURSIVEMATCH') && ![...select].some((name) => name === 'SUBSCRIBED' || name === 'SPECIAL-USE')) throw args.problem('a selection option')
  if (extended) args.expect(' ')
  const reference = pattern(args, await args.astring('a reference name'))
  args.expect(' ')
  const patterns: string[] = []
  if (args.accept('(')) {
    extended = true
    do patterns.push(pattern(args, await args.listMailbox()))
    while (patterns.length < PATTERN_LIMIT && args.accept(' '))
    args.expect(')')
  } else patterns.push(pattern(args, await args.listMailbox()))
  const give = new Set<ReturnOption>()
  let asked: Pick<ListRequest, 'status' | 'metadata'> = { status: [], metadata: [] }
  if (args.accept(' RETURN ')) {
    extended = true
    asked = await parseReturn(args, give)
  }
  args.end()
  return { reference, patterns, select, give, ...asked, extended }
}

/** `"(" [return-option *(SP return-option)] ")"`, some of which have items of their own (RFC 5819 §4, RFC 9590 §5). */
async function parseReturn(args: ArgumentReader, give: Set<ReturnOption>): Promise<Pick<ListRequest, 'status' | 'metadata'>> {
  let [status, metadata]: [readonly StatusItem[], readonly string[]] = [[], []]
  args.expect('(')
  if (args.accept(')')) return { status, metadata }
  do {
    const name = option(args, RETURN_OPTIONS)
    give.add(name)
    if (name === 'STATUS' || name === 'METADATA') args.expect(' ')
    if (name === 'STATUS') status = parseStatusItems(args)
    if (name === 'METADATA') metadata = await parseEntries(args)
  } while (args.accept(' '))
  args.expect(')')
  return { status, metadata }
}

/** `lsub = "LSUB" SP mailbox SP list-mailbox` */
export async function parseLsub(args: ArgumentReader): Promise<{ reference: string; pattern: string }> {
  args.expect(' ')
  const reference = pattern(args, await args.astring('a reference name'))
  args.expect(' ')
  const wanted = pattern(args, await args.listMailbox())
  args.end()
  return { reference, pattern: wanted }
}

function option<Name extends string>(args: ArgumentReader, known: readonly Name[]): Name {
  const word = args.word('an option')
  const name = known.find((candidate) => candidate === word)
  if (name === undefined) throw args.problem('an option')
  return name
}

function pattern(args: ArgumentReader, octets: string): string {
  const decoded = decodeName(octets, args.nameEncoding)
  if (decoded === undefined) throw new Refusal('Not a mailbox name', 'CANNOT')
  return canonicalInbox(decoded)
}
