import type { ArgumentReader } from '../protocol/argument-reader.ts'
import { fromOctets, type Octets } from '../protocol/quoting.ts'
import type { DayTest, SearchKey } from './search-program.ts'

/** Parentheses, NOT and OR within each other: deeper is nobody's search, and would eat the stack. */
const DEPTH_LIMIT = 50
/** Keys of one search; each is tried on each message. */
const KEY_LIMIT = 2000

const GREATEST_UID = 0xffffffff

/** Turns the octets of a search string into text: by the CHARSET given, as UTF-8 without. */
export type Decode = (octets: Octets) => string

const day = (kind: 'arrived' | 'sent' | 'saved', test: DayTest): KeyParser => (args) => ({ kind, test, day: behindSpace(args, () => args.date()) })
const flag = (name: string): KeyParser => () => ({ kind: 'flag', flag: name })
const not = (key: SearchKey): SearchKey => ({ kind: 'not', key })
const noFlag = (name: string): KeyParser => () => not({ kind: 'flag', flag: name })

/** `nz-number` (RFC 5032 §4). */
function seconds(args: ArgumentReader): number {
  const value = behindSpace(args, () => args.number('a number of seconds'))
  if (value === 0) throw args.fault('A number above 0 belongs here')
  return value
}

/** `objectid = 1*255(ALPHA / DIGIT / "_" / "-")` (RFC 8474 §7), its case kept. */
function objectId(args: ArgumentReader): string {
  args.expect(' ')
  const id = args.atom('an object id')
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(id)) throw args.problem('an object id')
  return id
}

type KeyParser = (args: ArgumentReader, search: SearchParser) => SearchKey | Promise<SearchKey>

/** Every key of RFC 3501 §6.4.4, and those of RFC 5032, RFC 7162, RFC 8474, RFC 8514 and RFC 9738. */
const KEYS: ReadonlyMap<string, KeyParser> = new Map<string, KeyParser>([
  ['ALL', () => ({ kind: 'all' })],
  ['ANSWERED', flag('\\Answered')],
  ['DELETED', flag('\\Deleted')],
  ['DRAFT', flag('\\Draft')],
  ['FLAGGED', flag('\\Flagged')],
  ['SEEN', flag('\\Seen')],
  ['UNANSWERED', noFlag('\\Answered')],
  ['UNDELETED', noFlag('\\Deleted')],
  ['UNDRAFT', noFlag('\\Draft')],
  ['UNFLAGGED', noFlag('\\Flagged')],
  ['UNSEEN', noFlag('\\Seen')],
  ['RECENT', () => ({ kind: 'recent' })],
  ['OLD', () => not({ kind: 'recent' })],
  ['NEW', () => ({ kind: 'and', keys: [{ kind: 'recent' }, not({ kind: 'flag', flag: '\\Seen' })] })],
  ['KEYWORD', (args) => ({ kind: 'flag', flag: behindSpace(args, () => args.atom('a keyword')) })],
  ['UNKEYWORD', (args) => not({ kind: 'flag', flag: behindSpace(args, () => args.atom('a keyword')) })],
  ['BEFORE', day('arrived', 'before')],
  ['ON', day('arrived', 'on')],
  ['SINCE', day('arrived', 'since')],
  ['SAVEDBEFORE', day('saved', 'before')],
  ['SAVEDON', day('saved', 'on')],
  ['SAVEDSINCE', day('saved', 'since')],
  // RFC 8514 §4.3: every mailbox here has save dates.
  ['SAVEDATESUPPORTED', () => ({ kind: 'all' })],
  ['SENTBEFORE', day('sent', 'before')],
  ['SENTON', day('sent', 'on')],
  ['SENTSINCE', day('sent', 'since')],
  ['YOUNGER', (args) => ({ kind: 'younger', seconds: seconds(args) })],
  ['OLDER', (args) => not({ kind: 'younger', seconds: seconds(args) })],
  ['LARGER', (args) => ({ kind: 'larger', octets: behindSpace(args, () => args.number64('a size')) })],
  ['SMALLER', (args) => ({ kind: 'smaller', octets: behindSpace(args, () => args.number64('a size')) })],
  ['FROM', async (args, search) => ({ kind: 'address', field: 'from', text: await search.text(args) })],
  ['TO', async (args, search) => ({ kind: 'address', field: 'to', text: await search.text(args) })],
  ['CC', async (args, search) => ({ kind: 'address', field: 'cc', text: await search.text(args) })],
  ['BCC', async (args, search) => ({ kind: 'address', field: 'bcc', text: await search.text(args) })],
  ['SUBJECT', async (args, search) => ({ kind: 'subject', text: await search.text(args) })],
  ['BODY', async (args, search) => ({ kind: 'body', text: await search.text(args) })],
  ['TEXT', async (args, search) => ({ kind: 'text', text: await search.text(args) })],
  ['HEADER', async (args, search) => ({ kind: 'header', field: (await search.text(args)).toLowerCase(), text: await search.text(args) })],
  ['EMAILID', (args) => ({ kind: 'email-id', id: objectId(args) })],
  ['THREADID', (args) => ({ kind: 'thread-id', id: objectId(args) })],
  ['UID', (args) => ({ kind: 'set', set: behindSpace(args, () => args.sequenceSet()), by: 'uid' })],
  ['UIDAFTER', (args) => uidRange(oneUid(args) + 1, GREATEST_UID)],
  ['UIDBEFORE', (args) => uidRange(1, oneUid(args) - 1)],
  ['MODSEQ', parseModSeq],
  ['NOT', async (args, search) => not(await search.nextKey(args))],
  ['OR', async (args, search) => ({ kind: 'or', keys: [await search.nextKey(args), await search.nextKey(args)] })],
])

/** `search-key *(SP search-key)` to the end of the command. Each key follows a space, the first too. */
export async function parseSearchKeys(args: ArgumentReader, decode: Decode): Promise<SearchKey> {
  const search = new SearchParser(decode)
  const keys: SearchKey[] = []
  do keys.push(await search.nextKey(args))
  while (!args.atEnd)
  return keys.length === 1 ? keys[0]! : { kind: 'and', keys }
}

class SearchParser {
  readonly #decode: Decode
  #depth = 0
  #keys = 0

  constructor(decode: Decode) {
    this.#decode = decode
  }

  async text(args: ArgumentReader): Promise<string> {
    args.expect(' ')
    return this.#decode(await args.astring('a search string'))
  }

  async nextKey(args: ArgumentReader): Promise<SearchKey> {
    args.expect(' ')
    return await this.key(args)
  }

  async key(args: ArgumentReader): Promise<SearchKey> {
    if (++this.#keys > KEY_LIMIT || ++this.#depth > DEPTH_LIMIT) throw args.fault('Search is too complex')
    const key = await this.#oneKey(args)
    this.#depth--
    return key
  }

  async #oneKey(args: ArgumentReader): Promise<SearchKey> {
    if (args.atSequenceSet) return { kind: 'set', set: args.sequenceSet(), by: 'sequence' }
    if (args.accept('(')) {
      const keys = [await this.key(args)]
      while (args.accept(' ')) keys.push(await this.key(args))
      args.expect(')')
      return { kind: 'and', keys }
    }
    const parse = KEYS.get(args.word('a search key'))
    if (!parse) throw args.problem('a search key')
    return await parse(args, this)
  }
}

/** `"MODSEQ" [SP entry-name SP entry-type-req] SP mod-sequence-valzer` (RFC 7162 §7). */
async function parseModSeq(args: ArgumentReader): Promise<SearchKey> {
  args.expect(' ')
  if (args.startsWith('"')) {
    // RFC 7162 §3.1.5: one counter covers all flags here, so the entry makes no difference.
    await args.string('an entry name')
    args.expect(' ')
    if (!['PRIV', 'SHARED', 'ALL'].includes(args.word('an entry type'))) throw args.problem('an entry type')
    args.expect(' ')
  }
  return { kind: 'mod-seq', least: args.modSeq('a modification sequence') }
}

/** RFC 9738 §3.2: which holds no message where there is no number between the two. */
function uidRange(first: number, last: number): SearchKey {
  return first <= last ? { kind: 'set', set: [{ first, last }], by: 'uid' } : not({ kind: 'all' })
}

function oneUid(args: ArgumentReader): number {
  const uid = behindSpace(args, () => args.number('a UID'))
  if (uid === 0) throw args.problem('a UID')
  return uid
}

function behindSpace<T>(args: ArgumentReader, read: () => T): T {
  args.expect(' ')
  return read()
}

/** UTF-8, or Latin-1 where it is none: a search string without CHARSET. */
export const decodeUnsaid: Decode = fromOctets
