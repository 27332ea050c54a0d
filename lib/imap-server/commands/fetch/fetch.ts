import { isMetaField } from '#lib/mail-store/message-fields.ts'
import { StoreProblem, type MessageField, type StoredMessage } from '#lib/mail-store/mail-store.ts'
import type { ModSeq, Uid } from '#lib/mail/uid.ts'
import type { FlagTable } from '../../search/flag-table.ts'
import { inTurns } from '../../search/in-turns.ts'
import { flagsOf } from '../../search/kept-flags.ts'
import { rangesOf } from '../../protocol/sequence-set.ts'
import { isWithin, tellEarlier } from '../resynchronize.ts'
import { defineCommand, EXPUNGE_ISSUED, requireMessages, type CommandContext } from '../command.ts'
import { requireShare, shareOf, sharedCompletion } from '../message-limit.ts'
import { Refusal } from '../../protocol/problems.ts'
import { permitted } from '../refusals.ts'
import { windowOf } from '../search/partial-range.ts'
import { isUndecodable } from './binary.ts'
import type { MailboxView } from '../../session/mailbox-view.ts'
import { FLAGS_ITEM, MODSEQ_ITEM, UID_ITEM, type FetchItem, type StoredItem } from './fetch-items.ts'
import { parseFetch, type FetchCommand } from './parse-fetch.ts'
import { openSection, type OpenSection } from './section-content.ts'

export const fetch = defineCommand({
  name: 'FETCH',
  states: ['selected'],
  spec: ['RFC 3501 §6.4.5', 'RFC 3501 §7.4.2', 'RFC 7162 §3.1.4', 'RFC 9394 §3.3', 'RFC 3516 §4.2', 'RFC 8970 §3', 'RFC 8514 §4.2', 'RFC 8474 §5.3', 'RFC 7162 §3.2.6', 'RFC 9586 §3', 'RFC 9738 §3.1'],
  uidForm: true,
  capabilities: [
    { name: 'BINARY', spec: 'RFC 3516' },
    { name: 'PREVIEW', spec: 'RFC 8970' },
    { name: 'SAVEDATE', spec: 'RFC 8514' },
  ],
  parse: parseFetch,
  async run(context, command) {
    const { session, by } = context
    requireMessages({ session, by }, command.set)
    // RFC 7162 §3.1: asking for MODSEQ, or by it, enables CONDSTORE.
    if (command.items.includes(MODSEQ_ITEM)) session.condstore = true
    if (command.vanished) await tellVanished(context, command)
    if (command.partial) requireShare(session, command.partial.to - command.partial.from + 1)
    const { uids, code } = shareOf(session, await chooseMessages(context, command))
    const seen = await markSeen(context, command.items, uids)
    const { told, untold } = await tellMessages(context, command.items, uids, { seen, isReverse: code !== undefined })
    if (untold !== undefined && code !== undefined) await sharedCompletion(context, { code: untold }, code)
    if (untold !== undefined) throw new Refusal(UNTOLD[untold], untold)
    // RFC 2180 §4.1.2: what another session expunged meanwhile is left out, and the client told why (RFC 5530).
    return await sharedCompletion(context, told < uids.length ? EXPUNGE_ISSUED : {}, code)
  },
})

/** Content cannot be decoded (RFC 3516 §4.3), or is not what was stored (RFC 5530 §3). */
type Untold = 'UNKNOWN-CTE' | 'CORRUPTION'
const UNTOLD: Readonly<Record<Untold, string>> = { 'UNKNOWN-CTE': 'Content has an encoding that is not known here', CORRUPTION: 'A message is damaged' }

/** What was told of some messages. */
interface Told {
  /** How many are still there. */
  readonly told: number
  /** Why nothing was told of one of them; the others were told. */
  readonly untold: Untold | undefined
}

interface TellingOptions {
  /** Messages whose flags this command has changed. */
  readonly seen?: ReadonlySet<Uid>
  /** The last message first (RFC 9738 §3.1). */
  readonly isReverse?: boolean
}

/** `* n FETCH (…)` for each of those messages, ascending, that is still there. */
export async function tellMessages(context: Telling, items: readonly FetchItem[], uids: readonly Uid[], { seen = new Set(), isReverse = false }: TellingOptions = {}): Promise<Told> {
  const { session, out } = context
  if (items.every((item) => item === UID_ITEM)) return await tellUids(context, uids, isReverse)
  const stored = items.filter((item) => item.kind === 'stored')
  if (stored.length === items.length) return await tellStored(context, stored, uids, isReverse)
  const { mailbox } = session.view
  const fields = neededFields(items)
  // Of messages whose flags this command has changed; RFC 7162 §3.1: their modification sequence goes with them.
  const news = [FLAGS_ITEM, ...(session.condstore ? [MODSEQ_ITEM] : [])].filter((item) => !items.includes(item))
  let told = 0
  let untold: Untold | undefined
  const read: Read<StoredMessage> = (wanted) => mailbox.messages(wanted, fields.filter((field) => !isMetaField(field)))
  for await (const batch of inTurns(isReverse ? backwards(read, uids) : read(uids))) {
    told += batch.length
    if (items.includes(FLAGS_ITEM) || seen.size > 0) await session.announceFlags(out, batch)
    for (const message of batch) {
      const without = await tellContent(context, seen.has(message.uid) ? [...items, ...news] : items, message)
      if (without === undefined) continue
      untold = without
      // Its flags have changed all the same.
      if (seen.has(message.uid)) await session.revealFlags(out, [message])
    }
  }
  return { told, untold }
}

/** The items that are stored beside the message: many in one write. */
async function tellStored(context: Telling, items: readonly StoredItem[], uids: readonly Uid[], isReverse: boolean): Promise<Told> {
  const { session, out } = context
  const { mailbox } = session.view
  const fields = neededFields(items)
  const table = fields.length === 1 && fields[0] === 'flags' && uids.length >= MANY ? await flagsOf(mailbox, uids.length) : undefined
  const read: Read<Pick<StoredMessage, 'uid' | 'flags'>> = (wanted) => (table ? flagsInTable(table, wanted) : (mailbox.fields(wanted, fields) as AsyncIterable<readonly StoredMessage[]>))
  let told = 0
  for await (const batch of inTurns(isReverse ? backwards(read, uids) : read(uids))) {
    told += batch.length
    if (fields.includes('flags')) await session.announceFlags(out, batch)
    await out.write(storedLines(context, items, batch))
  }
  return { told, untold: undefined }
}

/** RFC 2180 §4.1.1: a UID is known as long as the number is, whether the message is still there or not. */
async function tellUids({ session, out }: Telling, uids: readonly Uid[], isReverse: boolean): Promise<Told> {
  for await (const some of inTurns(piecesOf(isReverse ? uids.toReversed() : uids))) {
    const known = some.map((uid) => [session.view.sequenceOf(uid), uid] as const).filter(([sequence]) => sequence > 0)
    await out.write(known.map(([sequence, uid]) => `* ${session.uidOnly ? `${uid} UID` : `${sequence} `}FETCH (UID ${uid})\r\n`).join(''))
  }
  return { told: uids.length, untold: undefined }
}

async function* piecesOf(uids: readonly Uid[]): AsyncGenerator<readonly Uid[]> {
  for (let at = 0; at < uids.length; at += PIECE) yield uids.slice(at, at + PIECE)
}

/** The flags that are known without reading the messages; who changes them meanwhile is told of as everywhere. */
async function* flagsInTable(table: FlagTable, uids: readonly Uid[]): AsyncGenerator<readonly { readonly uid: Uid; readonly flags: readonly string[] }[]> {
  for (let start = 0; start < uids.length; start += PIECE) {
    const batch: { readonly uid: Uid; readonly flags: readonly string[] }[] = []
    for (const uid of uids.slice(start, start + PIECE)) {
      const flags = table.flagsOf(uid)
      if (flags) batch.push({ uid, flags })
    }
    if (batch.length > 0) yield batch
  }
}

type Read<T> = (uids: readonly Uid[]) => AsyncIterable<readonly T[]>

/** Messages read from the last to the first. */
async function* backwards<T>(read: Read<T>, uids: readonly Uid[]): AsyncGenerator<readonly T[]> {
  for (let end = uids.length; end > 0; end -= PIECE) {
    for (const batch of (await Array.fromAsync(read(uids.slice(Math.max(0, end - PIECE), end)))).reverse()) yield batch.toReversed()
  }
}

/** Messages that are held in memory at once. */
const PIECE = 250
/** Messages from which on their flags are asked of all at once. */
const MANY = 1000

type Telling = Pick<CommandContext, 'session' | 'out'>

/** RFC 7162 §3.2.6: before any FETCH, so that numbers mean what the client thinks. */
async function tellVanished({ session, out }: CommandContext, { set, changedSince }: FetchCommand): Promise<void> {
  const { view } = session
  const within = rangesOf(set, view.greatest)
  const { vanished } = await view.mailbox.changesSince(changedSince as ModSeq)
  await tellEarlier(view, out, vanished.filter((uid) => isWithin(within, uid)))
}

async function chooseMessages({ session, by }: CommandContext, { set, changedSince, partial }: FetchCommand): Promise<readonly Uid[]> {
  const { view } = session
  let uids = view.resolve(set, by)
  if (changedSince !== undefined) {
    const { changed } = await view.mailbox.changesSince(changedSince)
    const changedUids = new Set(changed.map(({ uid }) => uid))
    uids = uids.filter((uid) => changedUids.has(uid))
  }
  return partial ? windowOf(uids, partial) : uids
}

/** RFC 3501 §6.4.5: BODY[…] sets \Seen where it may. Answers which messages it has changed, whose flags go with the reply. */
async function markSeen({ session }: CommandContext, items: readonly FetchItem[], uids: readonly Uid[]): Promise<ReadonlySet<Uid>> {
  const { view } = session
  const wanted = items.some((item) => item.kind === 'content' && item.setsSeen)
  if (!wanted || view.readOnly || !view.mailbox.rights.includes('s')) return new Set()
  const unseen: Uid[] = []
  for await (const batch of inTurns(view.mailbox.fields(uids, ['flags']))) {
    for (const { uid, flags } of batch) if (!flags.includes('\\Seen')) unseen.push(uid)
  }
  // Reading again what is read already costs no commit.
  if (unseen.length === 0) return new Set()
  const done = await permitted(view.mailbox.changeFlags(unseen, { operation: 'add', flags: ['\\Seen'] }))
  if (!done) return new Set()
  view.markTold(done)
  return new Set(unseen)
}

function neededFields(items: readonly FetchItem[]): readonly MessageField[] {
  const fields = new Set<MessageField>()
  for (const item of items) {
    if (item.kind !== 'content') {
      for (const field of item.fields) fields.add(field)
      continue
    }
    const { part, text } = item.section
    if (part !== '' || text !== '') fields.add('parts')
    if (part === '' && text.startsWith('HEADER')) fields.add('header')
  }
  return [...fields]
}

/** Many messages as one piece of text: one write, and no wait for each. */
function storedLines({ session }: Telling, items: readonly StoredItem[], batch: readonly Pick<StoredMessage, 'uid'>[]): string {
  const { view } = session
  let lines = ''
  for (const message of batch) {
    const sequence = view.sequenceOf(message.uid)
    if (sequence === 0) continue
    lines += `* ${session.uidOnly ? `${message.uid} UID` : `${sequence} `}FETCH (${items[0]!.write(message, view)}`
    for (let index = 1; index < items.length; index++) lines += ` ${items[index]!.write(message, view)}`
    lines += ')\r\n'
  }
  return lines
}

/** Tells one message, or why not: then nothing of it was told, for the beginning of a response is no response. */
async function tellContent({ session, out }: Telling, items: readonly FetchItem[], message: StoredMessage): Promise<Untold | undefined> {
  const { view } = session
  const sequence = view.sequenceOf(message.uid)
  if (sequence === 0) return undefined
  if (items.some((item) => isUndecodable(item, message))) return 'UNKNOWN-CTE'
  const pieces: Piece[] = []
  try {
    for (const item of items) pieces.push(await pieceOf(view, message, item))
  } catch (error) {
    for (const piece of pieces) await letGo(piece)
    if (error instanceof StoreProblem && error.kind === 'damaged') return 'CORRUPTION'
    throw error
  }
  // RFC 3501 §9, msg-att: at least one item; it starts with the first that is there.
  let before = `* ${session.uidOnly ? `${message.uid} UID` : `${sequence} `}FETCH (`
  for (const piece of pieces) {
    if (typeof piece === 'string') await out.write(before + piece)
    else {
      const { label, section } = piece
      await out.write(`${before}${label} `)
      if (!section) await out.write('NIL')
      else if (section.mayHoldNul) await out.literal8(section.size, section.content)
      else await out.literal(section.size, section.content)
    }
    before = ' '
  }
  await out.write(')\r\n')
  return undefined
}

/** What an item says; of content the first octets have been read. */
type Piece = string | { readonly label: string; readonly section: OpenSection | undefined }

async function pieceOf(view: MailboxView, message: StoredMessage, item: FetchItem): Promise<Piece> {
  if (item.kind === 'stored') return item.write(message, view)
  if (item.kind === 'computed') return item.write(view.mailbox, message)
  return { label: item.label, section: await openSection(view.mailbox, message, item).catch(absent) }
}

async function letGo(piece: Piece): Promise<void> {
  if (typeof piece === 'string' || !piece.section || !(Symbol.asyncIterator in piece.section.content)) return
  const chunks = piece.section.content[Symbol.asyncIterator]()
  // One that has not begun would not end what it reads from.
  await chunks.next()
  await chunks.return?.()
}

/** Expunged a moment ago: there is nothing to send any more (RFC 2180 §4.1.3). */
function absent(error: unknown): undefined {
  if (error instanceof StoreProblem && error.kind === 'no-such-message') return undefined
  throw error
}
