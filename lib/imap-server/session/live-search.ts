import type { Mailbox } from '#lib/mail-store/mail-store.ts'
import type { Uid } from '#lib/mail/uid.ts'
import { SAVED, writeNumberSet, type Addressing, type SequenceSet } from '../protocol/sequence-set.ts'
import { runSearch } from '../search/run-search.ts'
import type { SearchKey, SearchScope } from '../search/search-program.ts'
import { someKey } from '../search/search-program.ts'
import { placeInOrder, type SortCriterion } from '../search/order/sort.ts'
import type { MailboxView } from './mailbox-view.ts'

/** A searching command whose client wants to hear how its result changes (RFC 5267 §4.3). */
export interface LiveCommand {
  readonly tag: string
  /** As the first answer had it. */
  readonly correlator: string
  readonly by: Addressing
  readonly key: SearchKey
  /** Undefined for SEARCH, whose result stands in the order of the mailbox. */
  readonly criteria: readonly SortCriterion[] | undefined
}

/** One result that is kept up to date: what the client knows of it, in order. */
export class LiveSearch {
  readonly command: LiveCommand
  readonly #view: MailboxView
  readonly #sets = new Map<SequenceSet, readonly Uid[]>()
  readonly #members: Set<Uid>
  /** In the order of SORT; not kept for SEARCH. */
  #order: readonly Uid[]

  constructor(command: LiveCommand, view: MailboxView, found: readonly Uid[]) {
    this.command = command
    this.#view = view
    this.#members = new Set(found)
    this.#order = command.criteria ? found : []
    // RFC 5267 §4.3: sequence numbers mean what they meant when the command came.
    someKey(command.key, (key) => {
      if (key.kind === 'set' && (key.by === 'sequence' || key.set === SAVED)) this.#sets.set(key.set, view.resolve(key.set, key.by))
      return false
    })
  }

  /** The lines that take these out of the result, in the numbers that the view has now. */
  remove(uids: readonly Uid[]): string {
    const gone = uids.filter((uid) => this.#members.delete(uid))
    if (gone.length === 0) return ''
    if (!this.command.criteria) return this.#line('REMOVEFROM', [[0, gone]])
    const leaving = new Set(gone)
    const kept: Uid[] = []
    const places: [number, Uid[]][] = []
    for (const uid of this.#order) {
      if (leaving.has(uid)) places.push([kept.length + 1, [uid]])
      else kept.push(uid)
    }
    this.#order = kept
    return this.#line('REMOVEFROM', places)
  }

  /** The lines that tell which of these messages have come into the result, and which have left it. */
  async update(touched: readonly Uid[]): Promise<string> {
    const fitting = new Set(await runSearch(this.#scope(touched), this.command.key, Date.now()))
    const removed = this.remove(touched.filter((uid) => !fitting.has(uid)))
    const added = touched.filter((uid) => fitting.has(uid) && !this.#members.has(uid))
    if (added.length === 0) return removed
    for (const uid of added) this.#members.add(uid)
    if (!this.command.criteria) return removed + this.#line('ADDTO', [[0, added]])
    this.#order = await placeInOrder(this.#view.mailbox, this.#order, added, this.command.criteria)
    const arriving = new Set(added)
    const places = this.#order.flatMap((uid, index): [number, Uid[]][] => (arriving.has(uid) ? [[index + 1, [uid]]] : []))
    return removed + this.#line('ADDTO', places)
  }

  #scope(touched: readonly Uid[]): SearchScope {
    const view = this.#view
    const among = new Set(touched)
    const mailbox: Mailbox = view.mailbox
    return {
      mailbox,
      uids: () => touched,
      resolve: (set, by) => (this.#sets.get(set) ?? view.resolve(set, by)).filter((uid) => among.has(uid)),
      isRecent: (uid) => view.isRecent(uid),
    }
  }

  /** Each pair goes on from what the one before it has made (RFC 5267 §4.3.2). */
  #line(item: 'ADDTO' | 'REMOVEFROM', places: readonly (readonly [position: number, uids: readonly Uid[]])[]): string {
    const { by, correlator } = this.command
    const numbered = places.map(([position, uids]) => `${position} ${writeNumberSet(by === 'uid' ? uids : uids.map((uid) => this.#view.sequenceOf(uid)))}`)
    return `* ESEARCH (${correlator})${by === 'uid' ? ' UID' : ''} ${item} (${numbered.join(' ')})\r\n`
  }
}
