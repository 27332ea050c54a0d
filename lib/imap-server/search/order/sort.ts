import type { Mailbox, MessageFields } from '#lib/mail-store/mail-store.ts'
import { uidsOfRuns } from '#lib/mail-store/uid-runs.ts'
import { casemapOrder } from '#lib/mail/casemap.ts'
import type { Address } from '#lib/mail/envelope.ts'
import type { Uid } from '#lib/mail/uid.ts'
import { inTurns, Turns } from '../in-turns.ts'
import { numberOrder } from './number-order.ts'
import { TextRanks } from './text-ranks.ts'

export const SORT_KEYS = ['ARRIVAL', 'CC', 'DATE', 'FROM', 'SIZE', 'SUBJECT', 'TO', 'DISPLAYFROM', 'DISPLAYTO'] as const
export type SortKey = (typeof SORT_KEYS)[number]

/** One of RFC 5256 §3, or of RFC 5957 §3. */
export interface SortCriterion {
  readonly key: SortKey
  readonly reverse: boolean
}

/** What messages are compared by: fields that are read, and a number or a text made from them. Texts are decoded and by i;unicode-casemap (RFC 5256 §3, RFC 5255 §4.2). */
type Comparing = { readonly fields: readonly SortField[] } & ({ readonly number: (message: SortedMessage) => number } | { readonly text: (message: SortedMessage) => string })

type SortField = 'internalDate' | 'size' | 'sentDate' | 'baseSubject' | 'from' | 'to' | 'cc'
type SortedMessage = Partial<MessageFields<SortField>>

const COMPARING: Readonly<Record<SortKey, Comparing>> = {
  ARRIVAL: { fields: ['internalDate'], number: ({ internalDate = 0 }) => internalDate },
  // RFC 5256 §2.2: a message without a date that can be read sorts by its arrival.
  DATE: { fields: ['sentDate', 'internalDate'], number: ({ sentDate, internalDate = 0 }) => sentDate ?? internalDate },
  SIZE: { fields: ['size'], number: ({ size = 0 }) => size },
  SUBJECT: { fields: ['baseSubject'], text: ({ baseSubject = '' }) => baseSubject },
  FROM: { fields: ['from'], text: ({ from }) => mailboxPart(from) },
  TO: { fields: ['to'], text: ({ to }) => mailboxPart(to) },
  CC: { fields: ['cc'], text: ({ cc }) => mailboxPart(cc) },
  DISPLAYFROM: { fields: ['from'], text: ({ from }) => displayed(from) },
  DISPLAYTO: { fields: ['to'], text: ({ to }) => displayed(to) },
}

/** The UIDs in the order asked for; those equal in everything stay in the order of the mailbox (RFC 5256 §3). */
export async function sortUids(mailbox: Mailbox, uids: readonly Uid[], criteria: readonly SortCriterion[]): Promise<readonly Uid[]> {
  const present: Uid[] = []
  const columns = criteria.map(({ key }) => columnOf(COMPARING[key]))
  const fields = [...new Set(criteria.flatMap(({ key }) => COMPARING[key].fields))]
  for await (const batch of inTurns(mailbox.fields(uids, fields))) {
    for (const message of batch) {
      present.push(message.uid)
      for (const column of columns) column.add(message)
    }
  }
  const turns = new Turns()
  let order = Uint32Array.from(present.keys())
  // What an earlier criterion finds equal stays in the order of the later ones.
  for (const [index, { reverse }] of [...criteria.entries()].reverse()) {
    const values = await columns[index]!.values(turns)
    const sign = reverse ? -1 : 1
    const places = await numberOrder(Float64Array.from(order, (at) => sign * values[at]!), turns)
    const before = order
    order = places.map((place) => before[place]!)
  }
  return Array.from(order, (at) => present[at]!)
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

function firstAddress(addresses: readonly Address[] | undefined): Address | undefined {
  const first = addresses?.[0]
  return first?.group ? (firstAddress(first.group) ?? first) : first
}

/** RFC 5256 §3: the local part of the first address; a group counts by its name. */
function mailboxPart(addresses: readonly Address[] | undefined): string {
  const first = firstAddress(addresses)
  if (!first) return ''
  return first.address === '' ? first.name : first.address.replace(/@[^@]*$/, '')
}

/** RFC 5957 §3: the display name of the first address, else the address itself. */
function displayed(addresses: readonly Address[] | undefined): string {
  const first = firstAddress(addresses)
  return first?.name || first?.address || ''
}
