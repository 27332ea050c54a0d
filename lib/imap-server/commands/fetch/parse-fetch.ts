import type { ModSeq } from '#lib/mail/uid.ts'
import type { ArgumentReader } from '../../protocol/argument-reader.ts'
import type { Addressing, SequenceSet } from '../../protocol/sequence-set.ts'
import { binarySize } from './binary.ts'
import type { ImapSession } from '../../session/imap-session.ts'
import { MACROS, MODSEQ_ITEM, STORED_ITEMS, UID_ITEM, type ContentItem, type FetchItem } from './fetch-items.ts'
import { LAZY_PREVIEW_ITEM, PREVIEW_ITEM } from './preview.ts'
import { parseSection, WHOLE, writeSection } from './section-request.ts'
import { parsePartialRange, type PartialRange } from '../search/partial-range.ts'

export interface FetchCommand {
  readonly set: SequenceSet
  readonly items: readonly FetchItem[]
  readonly changedSince: ModSeq | undefined
  readonly partial: PartialRange | undefined
  /** RFC 7162 §3.2.6: what has gone since is told, too. */
  readonly vanished: boolean
}

/** More items than any client asks for; each costs a read. */
const ITEM_LIMIT = 200

/**
 * `fetch = "FETCH" SP sequence-set SP ("ALL" / "FULL" / "FAST" / fetch-att / "(" fetch-att *(SP fetch-att) ")")
 * [SP "(" fetch-modifier *(SP fetch-modifier) ")"]` (RFC 3501 §9, RFC 4466 §2.4, RFC 9394 §3.3)
 */
export async function parseFetch(args: ArgumentReader, by: Addressing, session?: Pick<ImapSession, 'qresync' | 'uidOnly'>): Promise<FetchCommand> {
  args.expect(' ')
  const set = args.sequenceSet()
  args.expect(' ')
  const items = await parseItems(args)
  let changedSince: ModSeq | undefined
  let partial: PartialRange | undefined
  let vanished = false
  if (args.accept(' ')) {
    args.list(() => {
      const modifier = args.word('a modifier')
      if (modifier === 'VANISHED' && by === 'uid' && session?.qresync) {
        vanished = true
        return
      }
      args.expect(' ')
      if (modifier === 'CHANGEDSINCE') changedSince = args.modSeq('a modification sequence') as ModSeq
      else if (modifier === 'PARTIAL' && by === 'uid') partial = parsePartialRange(args)
      else throw args.problem('a modifier')
    }, 1)
  }
  if (vanished && changedSince === undefined) throw args.problem('CHANGEDSINCE beside VANISHED')
  args.end()
  // RFC 3501 §6.4.8: a UID command answers the UID, which UIDFETCH has in front (RFC 9586 §3); RFC 7162 §3.1.4.1: CHANGEDSINCE answers MODSEQ.
  const implied = [...(by === 'uid' && !session?.uidOnly ? [UID_ITEM] : []), ...(changedSince === undefined ? [] : [MODSEQ_ITEM])]
  return { set, items: [...implied.filter((item) => !items.includes(item)), ...items], changedSince, partial, vanished }
}

/** `fetch-att / "(" fetch-att *(SP fetch-att) ")"`, or a macro. */
export async function parseItems(args: ArgumentReader): Promise<readonly FetchItem[]> {
  if (!args.accept('(')) {
    const word = args.word('a fetch item')
    const macro = MACROS[word]
    return macro ? macro.map((name) => STORED_ITEMS.get(name)!) : [await parseItem(args, word)]
  }
  const items: FetchItem[] = []
  do {
    if (items.length === ITEM_LIMIT) throw args.fault('Too many fetch items')
    const item = await parseItem(args, args.word('a fetch item'))
    if (!items.includes(item)) items.push(item)
  } while (args.accept(' '))
  args.expect(')')
  return items
}

async function parseItem(args: ArgumentReader, word: string): Promise<FetchItem> {
  if ((word === 'BODY' || word === 'BODY.PEEK') && args.accept('[')) return await parseBody(args, word === 'BODY')
  if (/^BINARY(?:\.PEEK|\.SIZE)?$/.test(word)) return await parseBinary(args, word)
  if (word === 'PREVIEW') return parsePreview(args)
  const item = STORED_ITEMS.get(word) ?? RFC822_ITEMS.get(word)
  if (!item) throw args.problem('a fetch item')
  return item
}

/** `fetch-att =/ "BODY" [".PEEK"] section ["<" number "." nz-number ">"]`, behind the opening bracket. */
async function parseBody(args: ArgumentReader, setsSeen: boolean): Promise<ContentItem> {
  const section = await parseSection(args)
  const label = `BODY${writeSection(section)}`
  if (!args.accept('<')) return { kind: 'content', label, section, setsSeen }
  const [origin, count] = partialNumbers(args)
  args.expect('>')
  return { kind: 'content', label: `${label}<${origin}>`, section, setsSeen, partial: { origin, count } }
}

/** `"PREVIEW" [SP "(" preview-mod *(SP preview-mod) ")"]`, `preview-mod = "LAZY"` (RFC 8970 §6); another list is the modifiers of FETCH. */
function parsePreview(args: ArgumentReader): FetchItem {
  if (!args.accept(' (LAZY')) return PREVIEW_ITEM
  while (args.accept(' LAZY'));
  args.expect(')')
  return LAZY_PREVIEW_ITEM
}

/** `"BINARY" [".PEEK"] section-binary [partial] / "BINARY.SIZE" section-binary`; `section-binary = "[" [section-part] "]"` (RFC 3516 §7) */
async function parseBinary(args: ArgumentReader, word: string): Promise<FetchItem> {
  args.expect('[')
  const section = await parseSection(args)
  if (section.text !== '') throw args.problem('a part number')
  if (word === 'BINARY.SIZE') return binarySize(section.part)
  const item = { kind: 'content', section, setsSeen: word === 'BINARY', decoded: true } as const
  const label = `BINARY[${section.part}]`
  if (!args.accept('<')) return { ...item, label }
  const [origin, count] = partialNumbers(args, Infinity)
  args.expect('>')
  return { ...item, label: `${label}<${origin}>`, partial: { origin, count } }
}

/** `partial = "<" number "." nz-number ">"`, behind the bracket. With `all`, what imaptest says of BINARY is understood too: an octet number alone, and all from there on. */
function partialNumbers(args: ArgumentReader, all?: number): readonly [origin: number, count: number] {
  const origin = args.number64('an octet number')
  if (all !== undefined && args.startsWith('>')) return [origin, all]
  args.expect('.')
  const count = args.number64('a count of octets')
  if (count === 0) throw args.problem('a count of octets')
  return [origin, count]
}

/** RFC 3501 §6.4.5: older names for three sections. */
const RFC822_ITEMS: ReadonlyMap<string, ContentItem> = new Map([
  ['RFC822', { kind: 'content', label: 'RFC822', section: WHOLE, setsSeen: true }],
  ['RFC822.HEADER', { kind: 'content', label: 'RFC822.HEADER', section: { ...WHOLE, text: 'HEADER' }, setsSeen: false }],
  ['RFC822.TEXT', { kind: 'content', label: 'RFC822.TEXT', section: { ...WHOLE, text: 'TEXT' }, setsSeen: true }],
])
