import type { Mailbox, StoredMessage } from '#lib/mail-store/mail-store.ts'
import type { Uid } from '#lib/mail/uid.ts'
import { inTurns } from '../in-turns.ts'
import { mergeBySubject } from './merge-by-subject.ts'
import { byDate, threaded, ThreadNode, type ThreadedMessage } from './thread-node.ts'

/** Steps upwards that a search for loops takes: deeper threads are not joined, and a hostile one costs little. */
const CLIMB_LIMIT = 10_000

/** REFERENCES of RFC 5256 §3, from the keys that were stored at append. */
export async function threadByReferences(mailbox: Mailbox, uids: readonly Uid[]): Promise<readonly ThreadNode[]> {
  // Step 4; then step 5; step 6.
  const threads = mergeBySubject(sortedNodes(await linkedThreads(mailbox, uids)))
  for (const root of threads) sortSiblings(root)
  return sortedNodes(threads)
}

/**
 * REFS of draft-ietf-morg-inthread-01: as REFERENCES, but subjects join nothing, and the threads stand in the order of the message of each that has
 * come last.
 */
export async function threadByRefs(mailbox: Mailbox, uids: readonly Uid[]): Promise<readonly ThreadNode[]> {
  const threads = (await linkedThreads(mailbox, uids)).map((root) => ({ root, latest: latestOf(root) }))
  return threads.sort((a, b) => a.latest.arrived - b.latest.arrived || a.latest.uid - b.latest.uid).map(({ root }) => root)
}

/** Steps 1 to 3, siblings sorted. */
async function linkedThreads(mailbox: Mailbox, uids: readonly Uid[]): Promise<readonly ThreadNode[]> {
  const links = new ReferenceLinks()
  for await (const batch of inTurns(mailbox.messages(uids, ['messageId', 'references', 'inReplyTo', 'sentDate', 'baseSubject', 'subject']))) {
    for (const message of batch) links.add(new ThreadNode(threaded(message)), message)
  }
  const roots = pruned(links.roots())
  for (const root of roots) sortSiblings(root)
  return roots
}

/** The message of the thread that has come last. */
function latestOf(root: ThreadNode): ThreadedMessage {
  const [first, ...others] = bottomUp([root]).map(({ message }) => message).filter((message) => message !== undefined)
  return others.reduce((latest, message) => (message.arrived > latest.arrived || (message.arrived === latest.arrived && message.uid > latest.uid) ? message : latest), first!)
}

/** Step 1: parents and children by Message-ID. */
class ReferenceLinks {
  readonly #byId = new Map<string, ThreadNode>()
  readonly #nodes: ThreadNode[] = []

  add(message: ThreadNode, { messageId = '', references = [], inReplyTo = '' }: StoredMessage): void {
    const node = this.#place(message, normalizedId(messageId))
    this.#nodes.push(node)
    const ids = references.length > 0 ? references : inReplyTo === '' ? [] : [inReplyTo]
    let parent: ThreadNode | undefined
    for (const id of ids.map(normalizedId)) {
      const next = this.#referredTo(id)
      // Step 1.A: a parent that is known already stays.
      if (parent && next.parent === undefined && !isAbove(next, parent)) parent.adopt(next)
      parent = next
    }
    // Step 1.B: the last reference is the parent, whatever was thought before.
    node.parent?.children.delete(node)
    node.parent = undefined
    if (parent && !isAbove(node, parent)) parent.adopt(node)
  }

  /** Step 2: what has no parent. */
  roots(): readonly ThreadNode[] {
    return [...new Set([...this.#nodes, ...this.#byId.values()])].filter((node) => node.parent === undefined)
  }

  /** The message under its id; where a dummy stood for it, in its place. A second message of that id has none. */
  #place(message: ThreadNode, id: string): ThreadNode {
    const known = id === '' ? undefined : this.#byId.get(id)
    if (known && !known.isDummy) return message
    if (id !== '') this.#byId.set(id, message)
    if (!known) return message
    for (const child of [...known.children]) message.adopt(child)
    known.parent?.adopt(message)
    known.parent?.children.delete(known)
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

/** RFC 5256 §3: ids that differ only in quoting are one. */
function normalizedId(id: string): string {
  const quoted = /^<"((?:[^"\\]|\\.)*)"@/.exec(id)
  return quoted ? `<${quoted[1]!.replace(/\\(.)/g, '$1')}@${id.slice(quoted[0].length)}` : id
}

/** Step 3: dummies go, and their children take their place; at the top a dummy stays above several. */
function pruned(roots: readonly ThreadNode[]): readonly ThreadNode[] {
  for (const node of bottomUp(roots)) {
    if (![...node.children].some(({ isDummy }) => isDummy)) continue
    const children = [...node.children].flatMap((child) => (child.isDummy ? [...child.children] : [child]))
    node.children = new Set(children)
    for (const child of children) child.parent = node
  }
  return roots.flatMap((root) => {
    if (!root.isDummy || root.children.size > 1) return [root]
    for (const child of root.children) child.parent = undefined
    return [...root.children]
  })
}

/** Sorts each set of siblings below that node, the deepest first (step 6). */
function sortSiblings(root: ThreadNode): void {
  for (const node of bottomUp([root])) if (node.children.size > 1) node.children = new Set(sortedNodes([...node.children]))
}

function sortedNodes(nodes: readonly ThreadNode[]): readonly ThreadNode[] {
  return [...nodes].sort((a, b) => byDate(a.first, b.first))
}

/** Every node below the roots and these, children before their parents. */
function bottomUp(roots: readonly ThreadNode[]): readonly ThreadNode[] {
  const nodes = [...roots]
  for (let at = 0; at < nodes.length; at++) for (const child of nodes[at]!.children) nodes.push(child)
  return nodes.reverse()
}
