import type { Uid } from '#lib/mail/uid.ts'
import { decodeOctets } from '#lib/mime/charset.ts'
import type { ArgumentReader } from '../../protocol/argument-reader.ts'
import { Refusal, SyntaxProblem } from '../../protocol/problems.ts'
import { decodeUnsaid, parseSearchKeys, type Decode } from '../../search/parse-search.ts'
import { inTurns } from '../../search/in-turns.ts'
import { runSearch } from '../../search/run-search.ts'
import { someKey, type SearchKey } from '../../search/search-program.ts'
import { SORT_KEYS, sortUids, type SortCriterion } from '../../search/sort.ts'
import type { ImapSession } from '../../session/imap-session.ts'
import { defineCommand, type CommandContext } from '../command.ts'
import { parseReturn, resultLine, type ResultOptions } from './search-result.ts'

const FOUND: ResultOptions = { wanted: new Set(['ALL']), partial: undefined }

interface SearchCommand {
  /** Undefined for the untagged SEARCH or SORT of old. */
  readonly options: ResultOptions | undefined
  readonly key: SearchKey
}

/** `search = "SEARCH" [SP "RETURN" SP "(" … ")"] [SP "CHARSET" SP astring] 1*(SP search-key)` (RFC 4466 §2.6). */
export async function parseSearch(args: ArgumentReader, { utf8Accept }: Pick<ImapSession, 'utf8Accept'> = { utf8Accept: false }): Promise<SearchCommand> {
  const options = parseReturn(args)
  let decode: Decode = decodeUnsaid
  if (args.accept(' CHARSET')) {
    // RFC 9755 §3: everything is UTF-8 already.
    if (utf8Accept) throw new SyntaxProblem('No CHARSET after UTF8=ACCEPT')
    args.expect(' ')
    decode = decoderOf(await args.astring('a charset'))
  }
  return { options, key: await parseSearchKeys(args, decode) }
}

/** `sort = "SORT" [SP "RETURN" SP "(" … ")"] SP sort-criteria SP charset 1*(SP search-key)` (RFC 5256 §5, RFC 5267 §5). */
export async function parseSort(args: ArgumentReader): Promise<SearchCommand & { criteria: readonly SortCriterion[] }> {
  const options = parseReturn(args)
  args.expect(' ')
  const criteria = args.list(() => parseCriterion(args), 1)
  if (criteria.length > SORT_KEYS.length * 2) throw new SyntaxProblem('Too many sort keys')
  args.expect(' ')
  const decode = decoderOf(await args.astring('a charset'))
  return { options, criteria, key: await parseSearchKeys(args, decode) }
}

function parseCriterion(args: ArgumentReader): SortCriterion {
  const reverse = args.accept('REVERSE ')
  const word = args.word('a sort key')
  const key = SORT_KEYS.find((known) => known === word)
  if (!key) throw args.problem('a sort key')
  return { key, reverse }
}

function decoderOf(charset: string): Decode {
  if (/^(?:utf-8|us-ascii)$/i.test(charset)) return decodeUnsaid
  try {
    new TextDecoder(charset)
  } catch (cause) {
    throw new Refusal('Charset not supported', 'BADCHARSET (UTF-8 US-ASCII)', { cause })
  }
  return (octets) => decodeOctets(Buffer.from(octets, 'latin1'), charset)
}

/** RFC 9586 §3: inside a search, too. */
function refuseSequences({ session }: CommandContext, key: SearchKey): void {
  if (session.uidOnly && someKey(key, (inner) => inner.kind === 'set' && inner.by === 'sequence')) throw new SyntaxProblem('Only UIDs are in use', 'UIDREQUIRED')
}

export const search = defineCommand({
  name: 'SEARCH',
  states: ['selected'],
  spec: ['RFC 3501 §6.4.4', 'RFC 4731 §3', 'RFC 5032 §3', 'RFC 7162 §3.1.5', 'RFC 9394 §3.1', 'RFC 5255 §4.2', 'RFC 9755 §3', 'RFC 9051 §6.4.4'],
  uidForm: true,
  capabilities: [
    { name: 'ESEARCH', spec: 'RFC 4731' },
    { name: 'WITHIN', spec: 'RFC 5032' },
    { name: 'PARTIAL', spec: 'RFC 9394' },
    { name: 'I18NLEVEL=1', spec: 'RFC 5255' },
  ],
  parse: (args, by, session) => parseSearch(args, session),
  async run(context, { options, key }) {
    const { view } = context.session
    refuseSequences(context, key)
    // RFC 9051 §6.4.4: IMAP4rev2 has no SEARCH response any more.
    await tell(context, 'SEARCH', options ?? (context.session.rev2 ? FOUND : undefined), { uids: await runSearch(view, key, Date.now()), key })
    return {}
  },
})

export const sort = defineCommand({
  name: 'SORT',
  states: ['selected'],
  spec: ['RFC 5256 §3', 'RFC 5957 §3', 'RFC 5267 §3'],
  uidForm: true,
  capabilities: [
    { name: 'SORT', spec: 'RFC 5256' },
    { name: 'SORT=DISPLAY', spec: 'RFC 5957' },
    { name: 'ESORT', spec: 'RFC 5267' },
  ],
  parse: parseSort,
  async run(context, { options, criteria, key }) {
    const { view } = context.session
    refuseSequences(context, key)
    const uids = await sortUids(view.mailbox, await runSearch(view, key, Date.now()), criteria)
    await tell(context, 'SORT', options, { uids, key })
    return {}
  },
})

async function tell({ session, out, by, tag }: CommandContext, name: 'SEARCH' | 'SORT', options: ResultOptions | undefined, found: { uids: readonly Uid[]; key: SearchKey }): Promise<void> {
  const { view } = session
  const known = found.uids.filter((uid) => view.sequenceOf(uid) > 0)
  const numbers: readonly number[] = by === 'uid' ? known : known.map((uid) => view.sequenceOf(uid))
  // RFC 7162 §3.1.5: a search for MODSEQ answers the greatest one found.
  const withModSeq = someKey(found.key, ({ kind }) => kind === 'mod-seq')
  if (withModSeq) session.condstore = true
  const modSeq = withModSeq && known.length > 0 ? await greatestModSeq(view, known) : undefined
  await out.untagged(resultLine({ name, tag, by, numbers, options, modSeq }))
}

async function greatestModSeq(view: CommandContext['session']['view'], uids: readonly Uid[]): Promise<bigint> {
  let greatest = 0n
  const ascending = [...uids].sort((a, b) => a - b)
  for await (const batch of inTurns(view.mailbox.messages(ascending, []))) {
    for (const { modSeq } of batch) if (modSeq > greatest) greatest = modSeq
  }
  return greatest
}
