import type { Uid } from '#lib/mail/uid.ts'
import type { ArgumentReader } from '../../protocol/argument-reader.ts'
import type { Refusal } from '../../protocol/problems.ts'
import { runSearch, searchedUids } from '../../search/run-search.ts'
import type { SearchKey } from '../../search/search-program.ts'
import { threadsOf, type ThreadAlgorithm, THREAD_ALGORITHMS } from '../../search/threading/kept-threads.ts'
import type { ImapSession } from '../../session/imap-session.ts'
import { defineCommand, searched } from '../command.ts'
import { requireShare } from '../message-limit.ts'
import { parseInCharset } from './search.ts'

interface ThreadCommand {
  readonly algorithm: ThreadAlgorithm
  readonly key: SearchKey
  readonly refusal?: Refusal
}

/** `thread = "THREAD" SP thread-alg SP charset 1*(SP search-key)` (RFC 5256 §5). */
export async function parseThread(args: ArgumentReader, session?: Pick<ImapSession, 'uidOnly'>): Promise<ThreadCommand> {
  args.expect(' ')
  const word = args.word('a threading algorithm')
  const algorithm = THREAD_ALGORITHMS.find((known) => known === word)
  if (!algorithm) throw args.problem('a threading algorithm')
  args.expect(' ')
  const charset = await args.astring('a charset')
  return { algorithm, ...(await parseInCharset(args, charset, session)) }
}

export const thread = defineCommand({
  name: 'THREAD',
  states: ['selected'],
  spec: ['RFC 5256 §3', 'RFC 5256 §4', 'RFC 9738 §3.3', 'draft-ietf-morg-inthread §4'],
  uidForm: true,
  capabilities: [
    { name: 'THREAD=ORDEREDSUBJECT', spec: 'RFC 5256' },
    { name: 'THREAD=REFERENCES', spec: 'RFC 5256' },
    { name: 'THREAD=REFS', spec: 'draft-ietf-morg-inthread' },
  ],
  parse: (args, _by, session) => parseThread(args, session),
  async run({ session, by, out }, { algorithm, key, refusal }) {
    if (refusal) throw refusal
    const { view } = session
    // RFC 9738 §3.3: a part of the messages has other threads than all of them.
    if (session.server.limits.messagesPerCommand < Infinity) requireShare(session, searchedUids(view, key).length)
    const uids = await runSearch(view, key, Date.now())
    const threads = await threadsOf(view.mailbox, uids, algorithm)
    const text = by === 'uid' ? threads : threads.replace(/\d+/g, (uid) => String(view.sequenceOf(Number(uid) as Uid)))
    await out.untagged(text === '' ? 'THREAD' : `THREAD ${text}`)
    return searched(session)
  },
})
