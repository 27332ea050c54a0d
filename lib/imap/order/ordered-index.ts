import type { ImapFlow } from 'imapflow'
import type { AccountConnections } from '../account-connections.ts'
import type { MailboxState } from '../reading/mailbox-state.ts'
import { canSort, readOrder, type MailboxOrder, type OrderRequest } from './mailbox-order.ts'
import { placeByArrival, readWindow, type OrderWindow, type Stretch } from './order-window.ts'

/** Twenty pages of 50: pages beside each other cost one search, and no search moves more than 11 KB. */
const WINDOW = 1000

/** UIDs beside one in an order: above it, below it. */
export type BesideInOrder = readonly [number | undefined, number | undefined]

/**
 * An order of a mailbox, or of what a search finds in it, as far as somebody looks at it. What was read is kept while the mailbox
 * holds the same messages; header texts never change. The mailbox is to be selected in `client`.
 */
export class OrderedIndex {
  readonly #client: ImapFlow
  readonly #connections: AccountConnections
  readonly #request: OrderRequest
  readonly #state: MailboxState
  readonly #name: string

  constructor(client: ImapFlow, connections: AccountConnections, { mailbox, sort, reverse, search }: OrderRequest & { readonly mailbox: string }, state: MailboxState) {
    this.#client = client
    this.#connections = connections
    this.#request = { sort, reverse, search }
    this.#state = state
    this.#name = `order ${JSON.stringify([mailbox, sort, reverse, search])}`
  }

  /** What stands at those places, how many there are in all, and whether the server could sort. */
  async stretch({ start, end }: Stretch): Promise<OrderWindow> {
    const pieces: number[] = []
    let [total, at] = [Infinity, start]
    while (at < Math.min(end, total)) {
      const window = await this.#window(Math.floor(at / WINDOW))
      if (!window) return this.#cut(start, end)
      total = window.total
      const first = at - (at % WINDOW)
      pieces.push(...window.uids.subarray(at - first, end - first))
      at = first + WINDOW
    }
    return { uids: Uint32Array.from(pieces), total: Number.isFinite(total) ? total : 0, sorted: canSort(this.#client, this.#request.sort) }
  }

  /** The UIDs above and below one; neither where it is not among them. */
  async beside(uid: number): Promise<BesideInOrder> {
    const place = await this.#placeOf(uid)
    if (place === undefined) return [undefined, undefined]
    const start = Math.max(0, place - 1)
    const { uids } = await this.stretch({ start, end: place + 2 })
    return uids[place - start] === uid ? [place === 0 ? undefined : uids[0], uids[place - start + 1]] : [undefined, undefined]
  }

  async #placeOf(uid: number): Promise<number | undefined> {
    const first = await this.#window(0)
    if (!first) return found((await this.#whole()).uids, uid)
    for (let index = 0; index * WINDOW < first.total; index++) {
      const place = found((index === 0 ? first : this.#kept(index))?.uids ?? new Uint32Array(), uid)
      if (place !== undefined) return index * WINDOW + place
    }
    if (first.total <= WINDOW) return undefined
    if (this.#request.sort === 'arrival' || !first.sorted) return placeByArrival(this.#client, this.#request, uid, first.total)
    // No server can say where a message stands in another order: whoever opens one that no page has shown needs all of it.
    return found((await this.#whole()).uids, uid)
  }

  async #window(index: number): Promise<OrderWindow | undefined> {
    const kept = this.#kept(index)
    if (kept) return kept
    const window = await readWindow(this.#client, this.#request, { start: index * WINDOW, end: (index + 1) * WINDOW })
    if (window) this.#connections.views.set(`${this.#name} ${index}`, this.#state.membership, window, 200 + window.uids.byteLength)
    return window
  }

  #kept(index: number): OrderWindow | undefined {
    return this.#connections.views.get<OrderWindow>(`${this.#name} ${index}`, this.#state.membership)
  }

  async #cut(start: number, end: number): Promise<OrderWindow> {
    const { uids, sorted } = await this.#whole()
    return { uids: uids.subarray(start, end), total: uids.length, sorted }
  }

  async #whole(): Promise<MailboxOrder> {
    const known = this.#connections.views.get<MailboxOrder>(this.#name, this.#state.membership)
    if (known) return known
    const order = await readOrder(this.#client, this.#request)
    this.#connections.views.set(this.#name, this.#state.membership, order, 200 + order.uids.byteLength)
    return order
  }
}

function found(uids: Uint32Array, uid: number): number | undefined {
  const at = uids.indexOf(uid)
  return at === -1 ? undefined : at
}
