import type { Mailbox } from '#lib/mail-store/mail-store.ts'
import { uidsOfRuns } from '#lib/mail-store/uid-runs.ts'
import type { Uid } from '#lib/mail/uid.ts'
import { KeptResults } from '../kept-results.ts'
import { placeInOrder, sortUids, type SortCriterion } from './sort.ts'

/** Messages below which a sort is as fast without. */
const MANY = 1000
/** Messages in all orders that are kept: 8 octets each. */
const KEPT = 4_000_000
/** A sort of fewer than one of so many messages is made for them alone. */
const SHARE = 4

interface Order {
  /** Ascending; messages that have gone may be among them. */
  readonly uids: Uint32Array
  readonly sorted: Uint32Array
}

const orders = new KeptResults<Order>(KEPT)

/** As `sortUids`, for ascending UIDs; the order of a large mailbox is made once and then only added to. */
export async function sortFromOrder(mailbox: Mailbox, uids: readonly Uid[], criteria: readonly SortCriterion[]): Promise<readonly Uid[]> {
  if (uids.length < MANY) return sortUids(mailbox, uids, criteria)
  const name = criteria.map(({ key, reverse }) => (reverse ? `-${key}` : key)).join(' ')
  const known = orders.get(mailbox, name)
  if (!known && uids.length * SHARE < (await mailbox.status()).messages) return sortUids(mailbox, uids, criteria)
  const order = await orderWith(mailbox, { known, criteria }, uids)
  if (order !== known) orders.set(mailbox, name, { value: order, weight: order.uids.length })
  if (uids.length === order.uids.length && uids.every((uid, at) => uid === order.uids[at])) return Array.from(order.sorted) as readonly number[] as readonly Uid[]
  const wanted = new Set<number>(uids)
  return Array.from(order.sorted.filter((uid) => wanted.has(uid))) as readonly number[] as readonly Uid[]
}

/** An order in which all of the UIDs are that have not gone. */
async function orderWith(mailbox: Mailbox, { known, criteria }: { readonly known: Order | undefined; readonly criteria: readonly SortCriterion[] }, uids: readonly Uid[]): Promise<Order> {
  if (!known) return orderOf(await sortUids(mailbox, uidsOfRuns(await mailbox.uidRuns()), criteria))
  const added = missing(known.uids, uids)
  if (added.length === 0) return known
  return orderOf(await placeInOrder(mailbox, Array.from(known.sorted) as number[] as Uid[], added, criteria))
}

function orderOf(sorted: readonly Uid[]): Order {
  const all = Uint32Array.from(sorted)
  return { uids: all.toSorted(), sorted: all }
}

/** Those of the ascending UIDs that are not among the known ones. */
function missing(known: Uint32Array, uids: readonly Uid[]): readonly Uid[] {
  let at = 0
  return uids.filter((uid) => {
    while (at < known.length && known[at]! < uid) at++
    return known[at] !== uid
  })
}
