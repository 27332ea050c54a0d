import type { ImapFlow } from 'imapflow'
import { atom, execute, isList, numberOf, sequence, textOf, type Argument, type Value } from '../command.ts'
import { canSort, searchArguments, sortArguments, type OrderRequest } from './mailbox-order.ts'
import { behind, UidList } from './uid-list.ts'

/** A stretch of an order, and how many there are in all. */
export interface OrderWindow {
  readonly uids: Uint32Array
  readonly total: number
  readonly sorted: boolean
}

/** Places from 0, in the order of the request; `end` is the first that is not wanted. */
export interface Stretch {
  readonly start: number
  readonly end: number
}

/** Servers that announced it and did not do it: they are asked once. */
const unable = new WeakSet<ImapFlow>()

/**
 * The UIDs at those places of an order, so that what moves depends on what is wanted and not on what is found (RFC 9394 §3.1,
 * RFC 5267 §4.4). Undefined where the server cannot: whoever asks reads the whole order then.
 */
export async function readWindow(client: ImapFlow, request: OrderRequest, stretch: Stretch): Promise<OrderWindow | undefined> {
  const ask = unable.has(client) ? undefined : wayOf(client, request)
  if (!ask) return undefined
  try {
    const window = await ask(client, request, stretch)
    if (window) return { ...window, sorted: canSort(client, request.sort) }
  } catch (error) {
    if ((error as { responseStatus?: unknown }).responseStatus !== 'BAD') throw error
  }
  unable.add(client)
  return undefined
}

/** At which place, from 0, a message would stand among what a search finds by arrival; undefined where the server cannot say. */
export async function placeByArrival(client: ImapFlow, request: OrderRequest, uid: number, total: number): Promise<number | undefined> {
  const { count } = await find(client, 'UID SEARCH', ['COUNT'], [...searchArguments(client, request.search, 'search'), atom('UID'), sequence(`1:${uid}`)])
  return count === undefined || count === 0 ? undefined : request.reverse ? total - count : count - 1
}

type Found = Omit<OrderWindow, 'sorted'>
type Way = (client: ImapFlow, request: OrderRequest, stretch: Stretch) => Promise<Found | undefined>

function wayOf({ capabilities: can }: ImapFlow, { sort, reverse }: OrderRequest): Way | undefined {
  const isPartial = can.has('PARTIAL')
  const isContext = can.has('CONTEXT=SEARCH')
  if (sort !== 'arrival' && can.has('SORT')) return can.has('ESORT') && (isPartial || isContext || can.has('CONTEXT=SORT')) ? bySort : undefined
  if (isPartial || (isContext && !reverse)) return bySearch
  return isContext && can.has('SEARCHRES') ? byKeptSearch : undefined
}

async function bySort(client: ImapFlow, request: OrderRequest, { start, end }: Stretch): Promise<Found | undefined> {
  if (request.sort === 'arrival') return undefined
  const { count, uids } = await find(client, 'UID SORT', ['COUNT', 'PARTIAL', `${start + 1}:${end}`], sortArguments(client, request, request.sort))
  return count === undefined || !uids ? undefined : { total: count, uids }
}

/** Places from the end are counted from -1 (RFC 9394 §3.1). */
async function bySearch(client: ImapFlow, request: OrderRequest, { start, end }: Stretch): Promise<Found | undefined> {
  const window = request.reverse ? `-${start + 1}:-${end}` : `${start + 1}:${end}`
  const { count, uids } = await find(client, 'UID SEARCH', ['COUNT', 'PARTIAL', window], searchArguments(client, request.search, 'search'))
  return count === undefined || !uids ? undefined : { total: count, uids: byArrival(uids, request.reverse) }
}

/** RFC 5267 counts from the start alone, so the number must be known first; what was found is kept meanwhile (RFC 5182). */
async function byKeptSearch(client: ImapFlow, request: OrderRequest, { start, end }: Stretch): Promise<Found | undefined> {
  const { count } = await find(client, 'UID SEARCH', ['SAVE', 'COUNT'], searchArguments(client, request.search, 'search'))
  if (count === undefined) return undefined
  if (start >= count) return { total: count, uids: new Uint32Array() }
  const { uids } = await find(client, 'UID SEARCH', ['PARTIAL', `${Math.max(1, count - end + 1)}:${count - start}`], [atom('$')])
  return uids && { total: count, uids: byArrival(uids, request.reverse) }
}

function byArrival(uids: Uint32Array, reverse: boolean): Uint32Array {
  uids.sort()
  return reverse ? uids.reverse() : uids
}

/** What ESEARCH says: `COUNT 17`, and the set in `PARTIAL (1:50 3,5:7)`, which is NIL where nothing stands at those places. */
async function find(client: ImapFlow, command: string, returned: readonly string[], program: readonly Argument[]): Promise<{ readonly count: number | undefined; readonly uids: Uint32Array | undefined }> {
  let [count, uids]: [number | undefined, Uint32Array | undefined] = [undefined, undefined]
  const read = ({ attributes }: { attributes: readonly Value[] }): void => {
    count = numberOf(behind(attributes, 'COUNT')) ?? count
    const partial = behind(attributes, 'PARTIAL')
    if (!isList(partial)) return
    const list = new UidList()
    list.addSet(textOf(partial[1]) ?? '')
    uids = list.toArray()
  }
  await execute(client, command, [atom('RETURN'), returned.map(atom), ...program], { ESEARCH: read })
  return { count, uids }
}
