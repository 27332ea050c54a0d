import type { Mailbox, MessageField, MessageFields } from '#lib/mail-store/mail-store.ts'
import type { Uid } from '#lib/mail/uid.ts'
import { Turns } from '../in-turns.ts'
import { DisjointSets } from './disjoint-sets.ts'
import { ID_FIELDS, normalizedId, referredIds, threadByReferences } from './references.ts'
import { byDate, writeThreads, type ThreadedMessage, type ThreadNode } from './thread-node.ts'

/** Threads that are written between two looks at the clock. */
const STRIDE = 256

/** One thread of the result. */
interface Written {
  /** By what it is sorted among the others. */
  readonly first: Pick<ThreadedMessage, 'date' | 'uid'>
  readonly text: string
  readonly cluster: number
}

interface Found {
  readonly threads: readonly FoundThread[]
  /** The ids of each message, as hashes. */
  readonly keys: ReadonlyMap<Uid, readonly number[]>
}

interface FoundThread {
  readonly root: ThreadNode
  readonly text: string
}

/** Of a message that has just come. */
const NO_CLUSTER = 0xffffffff

/**
 * The threads of a mailbox by REFERENCES, kept so that few messages that come or go cost little. A cluster holds all messages that share an id or
 * stand in one thread: what threads it has follows from its messages alone, and from those of clusters with a thread of the same subject. Ids and
 * subjects are kept as hashes: where two are alike, two clusters count as one, and the result is the same.
 */
export class ThreadClusters {
  #uids: Uint32Array = new Uint32Array()
  /** The cluster of each, in the same order. */
  #clusters: Uint32Array = new Uint32Array()
  readonly #sets = new DisjointSets()
  /** The cluster that has the id or the subject. */
  readonly #owners = new Map<number, number>()
  #threads: readonly Written[] = []
  #version = 0

  static async of(mailbox: Mailbox, uids: readonly Uid[]): Promise<ThreadClusters> {
    const clusters = new ThreadClusters()
    const turns = new Turns()
    const { keys, threads } = await readThreads(mailbox, uids, turns)
    clusters.#uids = Uint32Array.from(uids)
    clusters.#clusters = Uint32Array.from(uids, () => clusters.#sets.add())
    const written: Written[] = []
    await turns.each(keys, ([uid, own]) => clusters.#own(clusters.#clusterOf(uid), own))
    await turns.each(threads, (thread) => written.push(clusters.#take(thread)))
    clusters.#threads = written
    return clusters
  }

  /**
   * What `text` answers once these ascending UIDs are all there are. Undefined where more than `most` messages would have to be threaded anew, or
   * somebody else changes it at the same time; then nothing has changed.
   */
  async changedTo(mailbox: Mailbox, uids: readonly Uid[], most: number): Promise<string | undefined> {
    const version = this.#version
    const { clusters, added, touched } = this.#compare(uids)
    if (added.length > most) return undefined
    for await (const batch of mailbox.fields(added, ID_FIELDS)) for (const message of batch) this.#touch(touched, idKeys(message))
    for (;;) {
      const concerned = uids.filter((_, at) => clusters[at] === NO_CLUSTER || touched.has(this.#sets.find(clusters[at]!)))
      if (concerned.length > most) return undefined
      const found = await readThreads(mailbox, concerned, new Turns())
      if (this.#version !== version) return undefined
      // A thread whose subject another one has joins it.
      const before = touched.size
      for (const { root } of found.threads) this.#touch(touched, subjectKeys(root))
      if (touched.size > before) continue
      this.#uids = Uint32Array.from(uids)
      this.#clusters = clusters
      this.#replace(touched, found)
      // One that has gone meanwhile was not found.
      for (const uid of added) this.#clusterOf(uid)
      return this.text()
    }
  }

  /** `1*thread-list` (RFC 5256 §5). */
  text(): string {
    let text = ''
    for (const thread of this.#threads) text += thread.text
    return text
  }

  /** The clusters of these UIDs, those of them that are new, and the clusters from which some have gone. */
  #compare(uids: readonly Uid[]): { readonly clusters: Uint32Array; readonly added: readonly Uid[]; readonly touched: Set<number> } {
    const [clusters, added, touched] = [new Uint32Array(uids.length).fill(NO_CLUSTER), [] as Uid[], new Set<number>()]
    let at = 0
    const leaveBefore = (uid: number): void => {
      for (; at < this.#uids.length && this.#uids[at]! < uid; at++) touched.add(this.#sets.find(this.#clusters[at]!))
    }
    for (let index = 0; index < uids.length; index++) {
      leaveBefore(uids[index]!)
      if (this.#uids[at] === uids[index]) clusters[index] = this.#clusters[at++]!
      else added.push(uids[index]!)
    }
    leaveBefore(Infinity)
    return { clusters, added, touched }
  }

  #touch(touched: Set<number>, keys: readonly number[]): void {
    for (const key of keys) {
      const owner = this.#owners.get(key)
      if (owner !== undefined) touched.add(this.#sets.find(owner))
    }
  }

  /** Puts what was found in the place of all that the clusters had. */
  #replace(touched: ReadonlySet<number>, { threads, keys }: Found): void {
    this.#version++
    const kept = this.#threads.filter(({ cluster }) => !touched.has(this.#sets.find(cluster)))
    // Whoever was in one of them stays together with its others: which of their ids belong to whom is not known any more.
    const [old] = touched
    if (old !== undefined) for (const other of touched) this.#sets.join(old, other)
    for (const [uid, own] of keys) this.#own(this.#clusterOf(uid), own)
    this.#threads = merged(kept, threads.map((thread) => this.#take(thread)))
  }

  /** All who stand in the thread are in one cluster from here on. */
  #take({ root, text }: FoundThread): Written {
    const { date, uid } = root.first
    const cluster = this.#clusterOf(uid)
    if (root.children.size > 0) for (const member of membersBelow(root)) this.#sets.join(cluster, this.#clusterOf(member))
    this.#own(cluster, subjectKeys(root))
    return { first: { date, uid }, text, cluster }
  }

  #clusterOf(uid: Uid): number {
    const at = placeOf(this.#uids, uid)
    if (this.#clusters[at] === NO_CLUSTER) this.#clusters[at] = this.#sets.add()
    return this.#clusters[at]!
  }

  /** From here on the cluster has these ids or subjects, together with those that have them already. */
  #own(cluster: number, keys: readonly number[]): void {
    for (const key of keys) {
      const owner = this.#owners.get(key)
      if (owner === undefined) this.#owners.set(key, cluster)
      else this.#sets.join(owner, cluster)
    }
  }
}

async function readThreads(mailbox: Mailbox, uids: readonly Uid[], turns: Turns): Promise<Found> {
  const keys = new Map<Uid, readonly number[]>()
  const noting = {
    async *fields<Field extends MessageField>(wanted: readonly Uid[], fields: readonly Field[]): AsyncGenerator<readonly MessageFields<Field>[]> {
      for await (const batch of mailbox.fields(wanted, [...fields, ...ID_FIELDS])) {
        for (const message of batch) keys.set(message.uid, idKeys(message))
        yield batch
      }
    },
  }
  const threads: FoundThread[] = []
  for (const root of await threadByReferences(noting, uids, turns)) {
    const isAlone = root.message !== undefined && root.children.size === 0
    threads.push({ root, text: isAlone ? `(${root.message.uid})` : await writeThreads([root], (uid) => uid, turns) })
    if (threads.length % STRIDE === 0) await turns.next()
  }
  return { threads, keys }
}

/** Both as one; each is in the order of threads. */
function merged(one: readonly Written[], other: readonly Written[]): readonly Written[] {
  const both: Written[] = []
  let at = 0
  for (const written of other) {
    while (at < one.length && byDate(one[at]!.first, written.first) < 0) both.push(one[at++]!)
    both.push(written)
  }
  while (at < one.length) both.push(one[at++]!)
  return both
}

/** Where the UID stands among these, which ascend and hold it. */
function placeOf(uids: Uint32Array, uid: Uid): number {
  let [low, high] = [0, uids.length - 1]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (uids[middle]! < uid) low = middle + 1
    else high = middle
  }
  return low
}

function idKeys(message: MessageFields<(typeof ID_FIELDS)[number]>): readonly number[] {
  const ids = referredIds(message)
  return (message.messageId ? [normalizedId(message.messageId), ...ids] : ids).map((id) => hash(id, 1))
}

function subjectKeys({ first }: ThreadNode): readonly number[] {
  return first.baseSubject === '' ? [] : [hash(first.baseSubject, 2)]
}

/** FNV-1a; `kind` keeps an id and a subject apart that read alike. */
function hash(text: string, kind: number): number {
  let value = 0x811c9dc5 ^ kind
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  return value
}

function* membersBelow(root: ThreadNode): Generator<Uid> {
  const waiting = [root]
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.message) yield node.message.uid
    for (const child of node.children) waiting.push(child)
  }
}
