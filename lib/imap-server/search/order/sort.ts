import type { Mailbox, MessageFields } from '#lib/mail-store/mail-store.ts'
import { COMPARED_TEXTS } from '#lib/mail-store/numbers/compared-texts.ts'
import { pickedFrom, placesOf, type SortKey, type SortNumbers } from '#lib/mail-store/numbers/message-numbers.ts'
import { uidsOfRuns } from '#lib/mail-store/uid-runs.ts'
import { casemapOrder } from '#lib/mail/casemap.ts'
import type { Uid } from '#lib/mail/uid.ts'
import { inTurns, Turns } from '../in-turns.ts'
import { numberOrder } from './number-order.ts'
import { TextRanks } from './text-ranks.ts'

/** One of RFC 5256 §3, or of RFC 5957 §3. */
export interface SortCriterion {
  readonly key: SortKey
  readonly reverse: boolean
}

/** How a key is made from fields that are read: a number, or a text that is compared by i;unicode-casemap. */
type Comparing = { readonly fields: readonly SortField[] } & ({ readonly number: (message: SortedMessage) => number } | { readonly text: (message: SortedMessage) => string })

type SortField = 'internalDate' | 'size' | 'sentDate' | 'baseSubject' | 'from' | 'to' | 'cc'
type SortedMessage = Partial<MessageFields<SortField>>

const COMPARING: Readonly<Record<SortKey, Comparing>> = {
  ARRIVAL: { fields: ['internalDate'], number: ({ internalDate = 0 }) => internalDate },
  // RFC 5256 §2.2: a message without a date that can be read sorts by its arrival.
  DATE: { fields: ['sentDate', 'internalDate'], number: ({ sentDate, internalDate = 0 }) => sentDate ?? internalDate },
  SIZE: { fields: ['size'], number: ({ size = 0 }) => size },
  SUBJECT: { fields: ['baseSubject'], text: COMPARED_TEXTS.SUBJECT },
  FROM: { fields: ['from'], text: COMPARED_TEXTS.FROM },
  TO: { fields: ['to'], text: COMPARED_TEXTS.TO },
  CC: { fields: ['cc'], text: COMPARED_TEXTS.CC },
  DISPLAYFROM: { fields: ['from'], text: COMPARED_TEXTS.DISPLAYFROM },
  DISPLAYTO: { fields: ['to'], text: COMPARED_TEXTS.DISPLAYTO },
}

/** The ascending UIDs in the order asked for; those equal in everything stay in the order of the mailbox (RFC 5256 §3). */
export async function sortUids(mailbox: Pick<Mailbox, 'fields' | 'sortNumbers'>, uids: readonly Uid[], criteria: readonly SortCriterion[]): Promise<readonly Uid[]> {
  const turns = new Turns()
  const keys = criteria.map(({ key }) => key)
  const known = await mailbox.sortNumbers(uids, keys)
  const { uids: present, values } = known ? only(known, uids) : await readNumbers(mailbox, uids, keys, turns)
  let order: Uint32Array | undefined
  // What an earlier criterion finds equal stays in the order of the later ones.
  for (const [index, { reverse }] of [...criteria.entries()].reverse()) {
    const sorted = await numberOrder(inOrder(values[index]!, order, reverse ? -1 : 1), turns)
    const before = order
    order = before ? sorted.map((place) => before[place]!) : sorted
  }
  const uidsInOrder: Uid[] = []
  for (let at = 0; at < present.length; at++) uidsInOrder.push(present[order ? order[at]! : at] as Uid)
  return uidsInOrder
}

/** The values in that order, each times the sign. */
function inOrder(values: Float64Array, order: Uint32Array | undefined, sign: 1 | -1): Float64Array {
  const ordered = new Float64Array(values.length)
  for (let at = 0; at < values.length; at++) ordered[at] = sign * values[order ? order[at]! : at]!
  return ordered
}

/** Of these messages alone. */
function only({ uids: known, values }: SortNumbers, uids: readonly Uid[]): SortNumbers {
  const places = placesOf(known, uids)
  return places ? { uids: places.map((at) => known[at]!), values: values.map((numbers) => pickedFrom(numbers, places)) } : { uids: known, values }
}

async function readNumbers(mailbox: Pick<Mailbox, 'fields'>, uids: readonly Uid[], keys: readonly SortKey[], turns: Turns): Promise<SortNumbers> {
  const present: Uid[] = []
  const columns = keys.map((key) => columnOf(COMPARING[key]))
  const fields = [...new Set(keys.flatMap((key) => COMPARING[key].fields))]
  for await (const batch of inTurns(mailbox.fields(uids, fields))) {
    for (const message of batch) {
      present.push(message.uid)
      for (const column of columns) column.add(message)
    }
  }
  const values: Float64Array[] = []
  for (const column of columns) values.push(await column.values(turns))
  return { uids: Uint32Array.from(present), values }
}

interface Column {
  add(message: SortedMessage): void
  /** In the order in which the messages were added. */
  values(turns: Turns): Promise<Float64Array>
}

function columnOf(comparing: Comparing): Column {
  if ('number' in comparing) {
    const values: number[] = []
    return { add: (message) => void values.push(comparing.number(message)), values: async () => Float64Array.from(values) }
  }
  const texts = new TextRanks()
  return { add: (message) => texts.add(comparing.text(message)), values: (turns) => texts.ranks(casemapOrder, turns) }
}

/** More than so many at once are cheaper to sort with all others than to place one by one. */
const PLACED_SINGLY = 8

/** `order`, which is sorted, with `added` in their places; reads a few messages for each of them, not all. */
export async function placeInOrder(mailbox: Mailbox, order: readonly Uid[], added: readonly Uid[], criteria: readonly SortCriterion[]): Promise<readonly Uid[]> {
  const present = new Set(uidsOfRuns(await mailbox.uidRuns()))
  const placed = order.filter((uid) => present.has(uid))
  if (added.length > PLACED_SINGLY) return sortUids(mailbox, [...placed, ...added].sort((a, b) => a - b), criteria)
  for (const uid of added) {
    let [low, high] = [0, placed.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      const [first] = await sortUids(mailbox, [placed[middle]!, uid].sort((a, b) => a - b), criteria)
      if (first === uid) high = middle
      else low = middle + 1
    }
    placed.splice(low, 0, uid)
  }
  return placed
}
