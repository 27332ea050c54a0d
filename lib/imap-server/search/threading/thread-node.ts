import type { MessageFields } from '#lib/mail-store/mail-store.ts'
import type { Uid } from '#lib/mail/uid.ts'
import { Turns } from '../in-turns.ts'
import { numberOrder } from '../order/number-order.ts'

/** Branches that are written between two looks at the clock. */
const STRIDE = 256

/** Items that are sorted by comparing them. */
const FEW = 64

const NONE: ReadonlySet<ThreadNode> = new Set()

/** A message in its thread, or a dummy: one that others refer to and that was not found (RFC 5256 §3). */
export class ThreadNode {
  /** Undefined for a dummy. */
  readonly message: ThreadedMessage | undefined
  parent: ThreadNode | undefined
  /** Most have none. */
  #children: Set<ThreadNode> | undefined

  constructor(message?: ThreadedMessage) {
    this.message = message
  }

  get children(): ReadonlySet<ThreadNode> {
    return this.#children ?? NONE
  }

  get isDummy(): boolean {
    return this.message === undefined
  }

  /** Moves `child` below this node. */
  adopt(child: ThreadNode): void {
    child.leave()
    child.parent = this
    this.#children ??= new Set()
    this.#children.add(child)
  }

  /** It stands alone, with what is below it. */
  leave(): void {
    if (this.parent) this.parent.#children?.delete(this)
    this.parent = undefined
  }

  /** These are its children, in this order, wherever they were. */
  setChildren(children: readonly ThreadNode[]): void {
    this.#children = new Set(children)
    for (const child of children) child.parent = this
  }

  /** What is compared where siblings are sorted: a dummy counts as its first child. */
  get first(): ThreadedMessage {
    if (this.message) return this.message
    const [child] = this.children
    return child!.first
  }
}

/** What threading needs of a message. */
export interface ThreadedMessage {
  readonly uid: Uid
  /** RFC 5256 §2.2: when it was sent, else when it arrived. */
  readonly date: number
  /** Internal date. */
  readonly arrived: number
  readonly baseSubject: string
  /** As it was written; what decides whether it is a reply. */
  readonly subject: string
}

/** What a message has to be read with to be threaded. */
export const THREADED_FIELDS = ['internalDate', 'sentDate', 'baseSubject', 'subject'] as const

/** What threading needs of a message; where subjects decide nothing about replies, `subject` need not be read. */
export function threaded({ uid, sentDate, baseSubject = '', subject = '', internalDate }: MessageFields<Exclude<(typeof THREADED_FIELDS)[number], 'subject'>> & { readonly subject?: string }): ThreadedMessage {
  return { uid, date: sentDate ?? internalDate, arrived: internalDate, baseSubject, subject }
}

/** RFC 5256 §2.2: by date, then as they stand in the mailbox. */
export function byDate(a: Pick<ThreadedMessage, 'date' | 'uid'>, b: Pick<ThreadedMessage, 'date' | 'uid'>): number {
  return a.date - b.date || a.uid - b.uid
}

/** The items in the order of the messages that stand for them. */
export async function sortedByDate<T>(items: readonly T[], messageOf: (item: T) => ThreadedMessage, turns: Turns): Promise<readonly T[]> {
  if (items.length <= FEW) return items.toSorted((a, b) => byDate(messageOf(a), messageOf(b)))
  const messages: ThreadedMessage[] = []
  await turns.each(items, (item) => messages.push(messageOf(item)))
  const order = await numberOrder(Float64Array.from(messages, ({ date }) => date), turns, (one, other) => messages[one]!.uid - messages[other]!.uid)
  return Array.from(order, (at) => items[at]!)
}

/** `1*thread-list` (RFC 5256 §5), '' for none. Without recursion: a thread may be as deep as a mailbox is long. */
export async function writeThreads(threads: readonly ThreadNode[], numberOf: (uid: Uid) => number, turns = new Turns()): Promise<string> {
  let text = ''
  let count = 0
  const waiting: (ThreadNode | string)[] = [...threads].reverse()
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next === 'string') {
      text += next
      continue
    }
    if (++count % STRIDE === 0) await turns.next()
    text += '('
    let node = next
    let between = ''
    for (;;) {
      if (node.message) {
        text += between + numberOf(node.message.uid)
        between = ' '
      }
      if (node.children.size !== 1) break
      for (const only of node.children) node = only
    }
    if (node.children.size > 1) text += between
    waiting.push(')')
    if (node.children.size > 1) for (const child of [...node.children].reverse()) waiting.push(child)
  }
  return text
}
