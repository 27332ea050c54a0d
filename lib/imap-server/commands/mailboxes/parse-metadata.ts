import { ANNOTATION_OCTETS } from '#lib/mail-store/annotation-limits.ts'
import type { ArgumentReader } from '../../protocol/argument-reader.ts'
import { Refusal } from '../../protocol/problems.ts'

/** More entries than any client names in one command. */
const ENTRY_LIMIT = 1000

/** Octets of all values of one command, which are held in memory. */
const VALUES_LIMIT = 4 * 1024 * 1024

// RFC 5464 §3.2: "/"-separated components, at least two of them, four below vendor; no wildcards, nothing outside ASCII.
const ENTRY = /^\/(?:private|shared)(?!\/vendor(?:\/[^/]*)?$)(?:\/[^/*%\x00-\x1f\x7f-\xff]+)+$/
// What is asked for may also be a level above.
const ABOVE = /^\/(?:private|shared)(?:\/vendor(?:\/[^/*%\x00-\x1f\x7f-\xff]+)?)?$/

export interface GetMetadata {
  /** '' for the server. */
  readonly name: string
  readonly entries: readonly string[]
  readonly depth: 0 | 1 | typeof Infinity
  readonly maxSize: number | undefined
}

/**
 * `getmetadata = "GETMETADATA" [SP getmetadata-options] SP mailbox SP entries` (RFC 5464 §5), the options also behind the mailbox,
 * where the examples of §4.2 have them.
 */
export async function parseGetMetadata(args: ArgumentReader): Promise<GetMetadata> {
  const options = { depth: 0 as GetMetadata['depth'], maxSize: undefined as number | undefined }
  args.expect(' ')
  if (args.startsWith('(')) {
    readOptions(args, options)
    args.expect(' ')
  }
  const name = await args.mailbox()
  args.expect(' ')
  if (args.startsWith('(MAXSIZE ') || args.startsWith('(DEPTH ')) {
    readOptions(args, options)
    args.expect(' ')
  }
  const entries = args.startsWith('(') ? await parseEntries(args) : [await askedName(args)]
  args.end()
  return { name, entries, ...options }
}

/** `"(" entry *(SP entry) ")"`, each once. */
export async function parseEntries(args: ArgumentReader): Promise<readonly string[]> {
  return [...new Set(await listed(args, () => askedName(args)))]
}

function readOptions(args: ArgumentReader, options: { depth: GetMetadata['depth']; maxSize: number | undefined }): void {
  args.list(() => {
    const option = args.word('an option')
    args.expect(' ')
    if (option === 'MAXSIZE') options.maxSize = args.number('a size')
    else if (option === 'DEPTH') options.depth = readDepth(args)
    else throw args.problem('an option')
  }, 1)
}

function readDepth(args: ArgumentReader): GetMetadata['depth'] {
  const word = args.word('0, 1 or infinity')
  if (word === 'INFINITY') return Infinity
  if (word !== '0' && word !== '1') throw args.problem('0, 1 or infinity')
  return word === '0' ? 0 : 1
}

export interface SetMetadata {
  readonly name: string
  readonly changes: ReadonlyMap<string, Uint8Array | undefined>
}

/** `setmetadata = "SETMETADATA" SP mailbox SP "(" entry SP value *(SP entry SP value) ")"` (RFC 5464 §5). */
export async function parseSetMetadata(args: ArgumentReader): Promise<SetMetadata> {
  args.expect(' ')
  const name = await args.mailbox()
  args.expect(' ')
  let octets = 0
  const pairs = await listed(args, async () => {
    const entry = await entryName(args)
    args.expect(' ')
    const value = await readValue(args)
    octets += value?.length ?? 0
    if (octets > VALUES_LIMIT) throw tooLarge()
    return [entry, value] as const
  })
  args.end()
  return { name, changes: new Map(pairs) }
}

/** `value = nstring / literal8`; what is too large is refused before it is invited. */
async function readValue(args: ArgumentReader): Promise<Uint8Array | undefined> {
  if (!args.startsWith('{') && !args.startsWith('~{')) {
    const text = await args.nstring('a value')
    return text === undefined ? undefined : Buffer.from(text, 'latin1')
  }
  args.accept('~')
  const literal = (() => {
    try {
      return args.literal(ANNOTATION_OCTETS)
    } catch (error) {
      throw error instanceof Refusal ? tooLarge() : error
    }
  })()
  const chunks: Buffer[] = []
  for await (const chunk of literal.content()) chunks.push(chunk)
  await args.afterLiteral()
  return Buffer.concat(chunks)
}

async function entryName(args: ArgumentReader): Promise<string> {
  const name = await askedName(args)
  if (ABOVE.test(name)) throw args.problem('an entry')
  return name
}

async function askedName(args: ArgumentReader): Promise<string> {
  const name = (await args.astring('an entry')).toLowerCase()
  if (name.length > 1000 || (!ENTRY.test(name) && !ABOVE.test(name))) throw args.problem('an entry')
  return name
}

async function listed<T>(args: ArgumentReader, one: () => Promise<T>): Promise<readonly T[]> {
  const items: T[] = []
  args.expect('(')
  do {
    if (items.length === ENTRY_LIMIT) throw args.fault('Too many entries')
    items.push(await one())
  } while (args.accept(' '))
  args.expect(')')
  return items
}

/** RFC 5464 §4.3. */
function tooLarge(): Refusal {
  return new Refusal('A value is too large', `METADATA MAXSIZE ${ANNOTATION_OCTETS}`)
}
