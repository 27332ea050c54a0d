import type { Mailbox } from '#lib/mail-store/mail-store.ts'
import type { Uid } from '#lib/mail/uid.ts'
import { Turns } from '../in-turns.ts'
import { KeptResults } from '../kept-results.ts'
import { threadBySubject } from './ordered-subject.ts'
import { threadByReferences, threadByRefs } from './references.ts'
import { readThreadNumbers } from './thread-numbers.ts'

const ALGORITHMS = { ORDEREDSUBJECT: threadBySubject, REFERENCES: threadByReferences, REFS: threadByRefs } as const

export type ThreadAlgorithm = keyof typeof ALGORITHMS
export const THREAD_ALGORITHMS = Object.keys(ALGORITHMS) as readonly ThreadAlgorithm[]

/** Messages below which threading them takes no time to speak of. */
const MANY = 1000
/** Messages in all results that are kept: some 11 octets each. */
const KEPT = 4_000_000

const results = new KeptResults<{ readonly uids: Uint32Array; readonly text: string }>(KEPT)

/** `1*thread-list` (RFC 5256 §5) of the ascending UIDs, in UIDs; '' for none. A large mailbox is threaded once while nothing comes or goes. */
export async function threadsOf(mailbox: Mailbox, uids: readonly Uid[], algorithm: ThreadAlgorithm): Promise<string> {
  const known = results.get(mailbox, algorithm)
  if (known && known.uids.length === uids.length && uids.every((uid, at) => uid === known.uids[at])) return known.text
  const text = await madeThreads(mailbox, uids, algorithm)
  if (uids.length >= MANY) results.set(mailbox, algorithm, { value: { uids: Uint32Array.from(uids), text }, weight: uids.length })
  return text
}

/** The same, made anew. */
export async function madeThreads(mailbox: Pick<Mailbox, 'fields' | 'threadNumbers'>, uids: readonly Uid[], algorithm: ThreadAlgorithm, turns = new Turns()): Promise<string> {
  const numbers = await readThreadNumbers(mailbox, uids, algorithm === 'REFS')
  return ALGORITHMS[algorithm](numbers, turns)
}
