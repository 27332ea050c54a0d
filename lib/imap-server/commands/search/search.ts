import type { Mailbox } from '#lib/mail-store/mail-store.ts'
import { SORT_KEYS } from '#lib/mail-store/numbers/message-numbers.ts'
import type { Uid } from '#lib/mail/uid.ts'
import { decodeOctets } from '#lib/mime/charset.ts'
import type { ArgumentReader } from '../../protocol/argument-reader.ts'
import { Refusal, SyntaxProblem } from '../../protocol/problems.ts'
import { SAVED, STAR } from '../../protocol/sequence-set.ts'
import { decodeUnsaid, parseSearchKeys, type Decode } from '../../search/parse-search.ts'
import { inTurns } from '../../search/in-turns.ts'
import { runSearch, searchedUids } from '../../search/run-search.ts'
import { someKey, type SearchKey } from '../../search/search-program.ts'
import { sortFromOrder } from '../../search/order/kept-order.ts'
import type { SortCriterion } from '../../search/order/sort.ts'
import type { ImapSession } from '../../session/imap-session.ts'
import { LiveSearch, type LiveCommand } from '../../session/live-search.ts'
import { defineCommand, searched, type CommandContext, type Completion } from '../command.ts'
import { shareOf, sharedCompletion } from '../message-limit.ts'
import { FOUND, parseReturn, resultLine, savedOf, type ResultOptions } from './search-result.ts'

export interface SearchCommand {
  /** Undefined for the untagged SEARCH or SORT of old. */
  readonly options: ResultOptions | undefined
  readonly key: SearchKey
  /** Why a command that is well-formed is not carried out. */
  readonly refusal?: Refusal
}

/** `search = "SEARCH" [SP "RETURN" SP "(" … ")"] [SP "CHARSET" SP astring] 1*(SP search-key)` (RFC 4466 §2.6). */
export async function parseSearch(args: ArgumentReader, session?: Pick<ImapSession, 'utf8Accept' | 'uidOnly'>): Promise<SearchCommand> {
  const options = parseReturn(args)
  let charset = 'utf-8'
  if (args.accept(' CHARSET')) {
    // RFC 9755 §3: everything is UTF-8 already.
    if (session?.utf8Accept) throw args.fault('No CHARSET after UTF8=ACCEPT')
    args.expect(' ')
    charset = await args.astring('a charset')
  }
  return { options, ...(await parseInCharset(args, charset, session)) }
}

/** `sort = "SORT" [SP "RETURN" SP "(" … ")"] SP sort-criteria SP charset 1*(SP search-key)` (RFC 5256 §5, RFC 5267 §5). */
export async function parseSort(args: ArgumentReader, session?: Pick<ImapSession, 'uidOnly'>): Promise<SearchCommand & { criteria: readonly SortCriterion[] }> {
  const options = parseReturn(args)
  args.expect(' ')
  const criteria = args.list(() => parseCriterion(args), 1)
  if (criteria.length > SORT_KEYS.length * 2) throw args.fault('Too many sort keys')
  args.expect(' ')
  const charset = await args.astring('a charset')
  // imaptest, and who learned from it, says RETURN here.
  return { options: options ?? parseReturn(args), criteria, ...(await parseInCharset(args, charset, session)) }
}

function parseCriterion(args: ArgumentReader): SortCriterion {
  const reverse = args.accept('REVERSE ')
  const word = args.word('a sort key')
  const key = SORT_KEYS.find((known) => known === word)
  if (!key) throw args.problem('a sort key')
  return { key, reverse }
}

/** The search keys; a charset that is not known is refused when all is read, so that a wrong command is BAD first. */
export async function parseInCharset(args: ArgumentReader, charset: string, session?: Pick<ImapSession, 'uidOnly'>): Promise<Pick<SearchCommand, 'key' | 'refusal'>> {
  const decode = decoderOf(charset)
  const key = await parseSearchKeys(args, decode ?? decodeUnsaid)
  // RFC 9586 §3: who uses UIDs alone uses no sequence numbers inside a search either; what was saved is none.
  if (session?.uidOnly && someKey(key, (inner) => inner.kind === 'set' && inner.by === 'sequence' && inner.set !== SAVED)) throw new SyntaxProblem('Only UIDs are in use', 'UIDREQUIRED')
  return { key, ...(!decode && { refusal: new Refusal('Charset not supported', 'BADCHARSET (UTF-8 US-ASCII)') }) }
}

function decoderOf(charset: string): Decode | undefined {
  if (/^(?:utf-8|us-ascii)$/i.test(charset)) return decodeUnsaid
  try {
    new TextDecoder(charset)
  } catch {
    return undefined
  }
  return (octets) => decodeOctets(Buffer.from(octets, 'latin1'), charset)
}

export const search = defineCommand({
  name: 'SEARCH',
  states: ['selected'],
  spec: [
    ...['RFC 3501 §6.4.4', 'RFC 4731 §3', 'RFC 5032 §3', 'RFC 7162 §3.1.5', 'RFC 9394 §3.1', 'RFC 5182 §2', 'RFC 5255 §4.2', 'RFC 5267 §4'],
    ...['RFC 9755 §3', 'RFC 9586 §3', 'RFC 9051 §6.4.4', 'RFC 9738 §3.1', 'RFC 9738 §3.2', 'RFC 9738 §3.4'],
  ],
  uidForm: true,
  capabilities: [
    { name: 'ESEARCH', spec: 'RFC 4731' },
    { name: 'WITHIN', spec: 'RFC 5032' },
    { name: 'PARTIAL', spec: 'RFC 9394' },
    { name: 'SEARCHRES', spec: 'RFC 5182' },
    { name: 'I18NLEVEL=1', spec: 'RFC 5255' },
    { name: 'CONTEXT=SEARCH', spec: 'RFC 5267' },
    { name: 'MESSAGELIMIT', spec: 'RFC 9738', applies: ({ server }) => server.limits.messagesPerCommand < Infinity },
  ],
  parse: (args, _by, session) => parseSearch(args, session),
  run: (context, command) => answer(context, 'SEARCH', context.session.rev2 ? { ...command, options: command.options ?? FOUND } : command, undefined),
})

export const sort = defineCommand({
  name: 'SORT',
  states: ['selected'],
  spec: ['RFC 5256 §3', 'RFC 5957 §3', 'RFC 5267 §3', 'RFC 5267 §4'],
  uidForm: true,
  capabilities: [
    { name: 'SORT', spec: 'RFC 5256' },
    { name: 'SORT=DISPLAY', spec: 'RFC 5957' },
    { name: 'ESORT', spec: 'RFC 5267' },
    { name: 'CONTEXT=SORT', spec: 'RFC 5267' },
  ],
  parse: (args, _by, session) => parseSort(args, session),
  run: (context, command) => answer(context, 'SORT', command, command.criteria),
})

async function answer(context: CommandContext, name: 'SEARCH' | 'SORT', { options, key: wanted, refusal }: SearchCommand, criteria: readonly SortCriterion[] | undefined): Promise<Completion> {
  const { session, tag } = context
  const { view } = session
  // RFC 5267 §4.3: a tag names one result.
  if (options?.update && session.live.has(tag)) throw new SyntaxProblem('Tag is in use')
  try {
    if (refusal) throw refusal
    if (options?.update) view.follow()
    const { key, code } = name === 'SEARCH' ? sharedSearch(session, wanted) : { key: wanted, code: undefined }
    const found = await runSearch(view, key, Date.now())
    const uids = criteria ? await sortFromOrder(view.mailbox, found, criteria) : found
    if (options?.save) view.save(savedOf(uids, options))
    // RFC 5182 §2.2: who only saves hears no result.
    if (!options || options.wanted.size > 0 || options.partial) await tell(context, name, options, { uids, key })
    if (options?.update) await keepUpToDate(context, { tag, correlator: `TAG "${tag}"`, by: context.by, key, criteria }, uids)
    return await sharedCompletion(context, searched(session), code)
  } catch (error) {
    // RFC 5182 §2.1: a search that ends in NO leaves nothing saved.
    if (options?.save) view.save([])
    throw error
  }
}

/** RFC 9738 §3.1: it is the messages looked at that count, not those found. */
function sharedSearch(session: ImapSession, key: SearchKey): { readonly key: SearchKey; readonly code?: string } {
  if (session.server.limits.messagesPerCommand === Infinity) return { key }
  const { uids, code } = shareOf(session, searchedUids(session.view, key))
  return code === undefined ? { key } : { key: { kind: 'and', keys: [key, { kind: 'set', by: 'uid', set: [{ first: uids[0] as number, last: STAR }] }] }, code }
}

/** RFC 5267 §4.3.1: who has too many is told, and has the result itself. */
export async function keepUpToDate({ session, out }: CommandContext, command: LiveCommand, found: readonly Uid[]): Promise<void> {
  const isKept = session.live.add(new LiveSearch(command, session.view, found))
  if (!isKept) await out.untagged(`NO [NOUPDATE "${command.tag}"] ${session.say('Too many searches are kept up to date')}`)
}

async function tell(context: CommandContext, name: 'SEARCH' | 'SORT', options: ResultOptions | undefined, found: { uids: readonly Uid[]; key: SearchKey }): Promise<void> {
  const { session, out, by, tag } = context
  const { view } = session
  const known = found.uids.filter((uid) => view.sequenceOf(uid) > 0)
  const numbers: readonly number[] = by === 'uid' ? known : known.map((uid) => view.sequenceOf(uid))
  const modSeq = await greatestModSeq(context, view.mailbox, found.key, options ? savedOf(known, options) : known)
  await out.untagged(resultLine({ name, correlator: `TAG "${tag}"`, by, numbers, options, modSeq }))
}

/** RFC 7162 §3.1.5: a search for MODSEQ enables CONDSTORE and answers the greatest one of these, which it names (RFC 4731 §3.2); undefined for every other. */
export async function greatestModSeq({ session }: CommandContext, mailbox: Mailbox, key: SearchKey, uids: readonly Uid[]): Promise<bigint | undefined> {
  if (!someKey(key, ({ kind }) => kind === 'mod-seq')) return undefined
  session.condstore = true
  if (uids.length === 0) return undefined
  let greatest = 0n
  const ascending = [...uids].sort((a, b) => a - b)
  for await (const batch of inTurns(mailbox.fields(ascending, ['modSeq']))) {
    for (const { modSeq } of batch) if (modSeq > greatest) greatest = modSeq
  }
  return greatest
}
