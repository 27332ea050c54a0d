import type { Mailbox, MessageFields, StoredMessage } from '#lib/mail-store/mail-store.ts'
import type { Uid } from '#lib/mail/uid.ts'
import { inTurns, Turns } from '../in-turns.ts'
import { mergeBySubject } from './merge-by-subject.ts'
import { byDate, sortedByDate, threaded, THREADED_FIELDS, ThreadNode, type ThreadedMessage } from './thread-node.ts'

/** Steps upwards that a search for loops takes: deeper threads are not joined, and a hostile one costs little. */
const CLIMB_LIMIT = 10_000

/** Nodes that are dealt with between two looks at the clock. */
const STRIDE = 256

/** What says which messages belong together. */
export const ID_FIELDS = ['messageId', 'references', 'inReplyTo'] as const

/** REFERENCES of RFC 5256 §3, from the keys that were stored at append. */
export async function threadByReferences(mailbox: Pick<Mailbox, 'fields'>, uids: readonly Uid[], turns = new Turns()): Promise<readonly ThreadNode[]> {
  // Step 4; then step 5; step 6.
  const threads = await mergeBySubject(await sortedNodes(await linkedThreads(mailbox, uids, turns), turns), turns)
  await sortSiblings(threads, turns)
  return sortedNodes(threads, turns)
}

/**
 * REFS of draft-ietf-morg-inthread-01: as REFERENCES, but subjects join nothing, and the threads stand in the order of the message of each that has
 * come last.
 */
export async function threadByRefs(mailbox: Pick<Mailbox, 'fields'>, uids: readonly Uid[], turns = new Turns()): Promise<readonly ThreadNode[]> {
  const threads: { readonly root: ThreadNode; readonly latest: ThreadedMessage }[] = []
  for (const root of await linkedThreads(mailbox, uids, turns)) threads.push({ root, latest: await latestOf(root, turns) })
  const ordered = await turns.sorted(threads, (a, b) => a.latest.arrived - b.latest.arrived || a.latest.uid - b.latest.uid)
  return ordered.map(({ root }) => root)
}

/** Steps 1 to 3, siblings sorted. */
async function linkedThreads(mailbox: Pick<Mailbox, 'fields'>, uids: readonly Uid[], turns: Turns): Promise<readonly ThreadNode[]> {
  const links = new ReferenceLinks()
  for await (const batch of inTurns(mailbox.fields(uids, [...ID_FIELDS, ...THREADED_FIELDS]))) {
    for (const message of batch) links.add(new ThreadNode(threaded(message)), message)
  }
  const roots = await pruned(await links.roots(turns), turns)
  await sortSiblings(roots, turns)
  return roots
}

/** The message of the thread that has come last. */
async function latestOf(root: ThreadNode, turns: Turns): Promise<ThreadedMessage> {
  let latest: ThreadedMessage | undefined
  await turns.each(await bottomUp([root], turns), ({ message }) => {
    if (message && (!latest || message.arrived > latest.arrived || (message.arrived === latest.arrived && message.uid > latest.uid))) latest = message
  })
  return latest!
}

/** Step 1: parents and children by Message-ID. */
class ReferenceLinks {
  readonly #byId = new Map<string, ThreadNode>()
  readonly #nodes: ThreadNode[] = []

  add(message: ThreadNode, { messageId = '', references = [], inReplyTo = '' }: MessageFields<(typeof ID_FIELDS)[number]>): void {
    const node = this.#place(message, normalizedId(messageId))
    this.#nodes.push(node)
    let parent: ThreadNode | undefined
    for (const id of referredIds({ references, inReplyTo })) {
      const next = this.#referredTo(id)
      // Step 1.A: a parent that is known already stays.
      if (parent && next.parent === undefined && !isAbove(next, parent)) parent.adopt(next)
      parent = next
    }
    // Step 1.B: the last reference is the parent, whatever was thought before.
    node.leave()
    if (parent && !isAbove(node, parent)) parent.adopt(node)
  }

  /** Step 2: what has no parent. */
  async roots(turns: Turns): Promise<readonly ThreadNode[]> {
    const roots: ThreadNode[] = []
    const take = (node: ThreadNode): void => void (node.parent === undefined && roots.push(node))
    await turns.each(this.#nodes, take)
    await turns.each(this.#byId.values(), (node) => node.isDummy && take(node))
    return roots
  }

  /** The message under its id; where a dummy stood for it, in its place. A second message of that id has none. */
  #place(message: ThreadNode, id: string): ThreadNode {
    const known = id === '' ? undefined : this.#byId.get(id)
    if (known && !known.isDummy) return message
    if (id !== '') this.#byId.set(id, message)
    if (!known) return message
    for (const child of [...known.children]) message.adopt(child)
    known.parent?.adopt(message)
    known.leave()
    return message
  }

  #referredTo(id: string): ThreadNode {
    const known = this.#byId.get(id)
    if (known) return known
    const dummy = new ThreadNode()
    this.#byId.set(id, dummy)
    return dummy
  }
}

/** True when `node` is `below` or stands above it, or nobody can tell in time: linking them would make a loop. */
function isAbove(node: ThreadNode, below: ThreadNode): boolean {
  if (node === below) return true
  if (node.children.size === 0) return false
  let steps = 0
  for (let at = below.parent; at; at = at.parent) if (at === node || ++steps > CLIMB_LIMIT) return true
  return false
}

/** The messages that one refers to, the nearest last (RFC 5256 §3, step 1). */
export function referredIds({ references = [], inReplyTo = '' }: Pick<StoredMessage, 'references' | 'inReplyTo'>): readonly string[] {
  return (references.length > 0 ? references : inReplyTo === '' ? [] : [inReplyTo]).map(normalizedId)
}

/** RFC 5256 §3: ids that differ only in quoting are one. */
export function normalizedId(id: string): string {
  // Hardly any is quoted, and a character is looked at sooner than a pattern.
  if (id[1] !== '"') return id
  const quoted = /^<"((?:[^"\\]|\\.)*)"@/.exec(id)
  return quoted ? `<${quoted[1]!.replace(/\\(.)/g, '$1')}@${id.slice(quoted[0].length)}` : id
}

/** Step 3: dummies go, and their children take their place; at the top a dummy stays above several. */
async function pruned(roots: readonly ThreadNode[], turns: Turns): Promise<readonly ThreadNode[]> {
  await turns.each(await bottomUp(roots, turns), (node) => {
    if (node.children.size === 0 || ![...node.children].some(({ isDummy }) => isDummy)) return
    node.setChildren([...node.children].flatMap((child) => (child.isDummy ? [...child.children] : [child])))
  })
  const kept: ThreadNode[] = []
  await turns.each(roots, (root) => {
    const above = root.isDummy && root.children.size < 2 ? [...root.children] : undefined
    for (const child of above ?? []) child.leave()
    kept.push(...(above ?? [root]))
  })
  return kept
}

/** Sorts each set of siblings below these nodes, the deepest first (step 6). */
async function sortSiblings(roots: readonly ThreadNode[], turns: Turns): Promise<void> {
  let count = 0
  for (const node of await bottomUp(roots, turns)) {
    if (++count % STRIDE === 0) await turns.next()
    if (node.children.size < 2) continue
    const children = [...node.children]
    // Most have few, and stand in their order already.
    if (children.some((child, at) => at > 0 && byDate(children[at - 1]!.first, child.first) > 0)) node.setChildren(await sortedNodes(children, turns))
  }
}

function sortedNodes(nodes: readonly ThreadNode[], turns: Turns): Promise<readonly ThreadNode[]> {
  return sortedByDate(nodes, ({ first }) => first, turns)
}

/** Every node below the roots and these, children before their parents. */
async function bottomUp(roots: readonly ThreadNode[], turns: Turns): Promise<readonly ThreadNode[]> {
  const nodes = [...roots]
  // What is pushed meanwhile is visited, too.
  await turns.each(nodes, ({ children }) => {
    if (children.size > 0) for (const child of children) nodes.push(child)
  })
  return nodes.reverse()
}
