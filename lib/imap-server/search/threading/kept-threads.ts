import type { Mailbox } from '#lib/mail-store/mail-store.ts'
import type { Uid } from '#lib/mail/uid.ts'
import { KeptResults } from '../kept-results.ts'
import { ThreadClusters } from './thread-clusters.ts'
import { threadBySubject } from './ordered-subject.ts'
import { threadByReferences, threadByRefs } from './references.ts'
import { writeThreads } from './thread-node.ts'

const ALGORITHMS = { ORDEREDSUBJECT: threadBySubject, REFERENCES: threadByReferences, REFS: threadByRefs } as const

export type ThreadAlgorithm = keyof typeof ALGORITHMS
export const THREAD_ALGORITHMS = Object.keys(ALGORITHMS) as readonly ThreadAlgorithm[]

/** Messages below which threading them takes no time to speak of. */
const MANY = 1000
/** Messages in all results that are kept: some 11 octets each. */
const KEPT = 4_000_000
/** The same with what brings REFERENCES up to date: some 300 octets each. */
const KEPT_CLUSTERS = 200_000
/** Where more than one of so many messages would have to be threaded anew, all are. */
const SHARE = 4

const results = new KeptResults<{ readonly uids: Uint32Array; readonly text: string }>(KEPT)
const clustersOf = new KeptResults<ThreadClusters>(KEPT_CLUSTERS)

/**
 * `1*thread-list` (RFC 5256 §5) of the ascending UIDs, in UIDs; '' for none. A large mailbox is threaded once while nothing comes or goes, and where
 * something does, by REFERENCES, from the second time on only those threads are made anew that it concerns.
 */
export async function threadsOf(mailbox: Mailbox, uids: readonly Uid[], algorithm: ThreadAlgorithm): Promise<string> {
  const known = results.get(mailbox, algorithm)
  if (known && known.uids.length === uids.length && uids.every((uid, at) => uid === known.uids[at])) return known.text
  // Some of the messages, where all were asked for before, are no change that comes again.
  const hasChanged = known && uids.length >= MANY && Math.abs(known.uids.length - uids.length) * SHARE < uids.length
  const text = hasChanged && algorithm === 'REFERENCES' ? await changedText(mailbox, uids) : await writeThreads(await ALGORITHMS[algorithm](mailbox, uids), (uid) => uid)
  if (uids.length >= MANY) results.set(mailbox, algorithm, { value: { uids: Uint32Array.from(uids), text }, weight: uids.length })
  return text
}

async function changedText(mailbox: Mailbox, uids: readonly Uid[]): Promise<string> {
  const known = clustersOf.get(mailbox, '')
  const text = await known?.changedTo(mailbox, uids, uids.length / SHARE)
  const clusters = known && text !== undefined ? known : await ThreadClusters.of(mailbox, uids)
  clustersOf.set(mailbox, '', { value: clusters, weight: uids.length })
  return text ?? clusters.text()
}
