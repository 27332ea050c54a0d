import type { DigestField, Mailbox, StoredMessage } from '#lib/mail-store/mail-store.ts'
import { uidsOfRuns } from '#lib/mail-store/uid-runs.ts'
import { casemapOrder } from '#lib/mail/casemap.ts'
import type { Address } from '#lib/mail/envelope.ts'
import type { Uid } from '#lib/mail/uid.ts'
import { inTurns, Turns } from './in-turns.ts'

export const SORT_KEYS = ['ARRIVAL', 'CC', 'DATE', 'FROM', 'SIZE', 'SUBJECT', 'TO', 'DISPLAYFROM', 'DISPLAYTO'] as const
export type SortKey = (typeof SORT_KEYS)[number]

/** One of RFC 5256 §3, or of RFC 5957 §3. */
export interface SortCriterion {
  readonly key: SortKey
  readonly reverse: boolean
}

type Values = number[] | string[]

/** What is compared: texts are decoded and by i;unicode-casemap (RFC 5256 §3, RFC 5255 §4.2). */
const VALUES: Readonly<Record<SortKey, (message: StoredMessage) => number | string>> = {
  ARRIVAL: (message) => message.internalDate,
  // RFC 5256 §2.2: a message without a date that can be read sorts by its arrival.
  DATE: (message) => message.sentDate ?? message.internalDate,
  SIZE: (message) => message.size,
  SUBJECT: (message) => casemapOrder(message.baseSubject ?? ''),
  FROM: (message) => mailboxPart(message.from),
  TO: (message) => mailboxPart(message.to),
  CC: (message) => mailboxPart(message.cc),
  DISPLAYFROM: (message) => displayed(message.from),
  DISPLAYTO: (message) => displayed(message.to),
}

/** What must be read of the messages, besides what comes with each. */
const FIELDS: Readonly<Record<SortKey, readonly DigestField[]>> = {
  ARRIVAL: [],
  DATE: ['sentDate'],
  SIZE: [],
  SUBJECT: ['baseSubject'],
  FROM: ['from'],
  TO: ['to'],
  CC: ['cc'],
  DISPLAYFROM: ['from'],
  DISPLAYTO: ['to'],
}

/** The UIDs in the order asked for; those equal in everything stay in the order of the mailbox (RFC 5256 §3). */
export async function sortUids(mailbox: Mailbox, uids: readonly Uid[], criteria: readonly SortCriterion[]): Promise<readonly Uid[]> {
  const present: Uid[] = []
  const columns: Values[] = criteria.map(() => [])
  const fields = [...new Set(criteria.flatMap(({ key }) => FIELDS[key]))]
  for await (const batch of inTurns(mailbox.messages(uids, fields))) {
    for (const message of batch) {
      present.push(message.uid)
      for (const [index, { key }] of criteria.entries()) (columns[index] as (number | string)[]).push(VALUES[key](message))
    }
  }
  const order = await new Turns().sorted([...present.keys()], comparison(criteria, columns))
  return order.map((index) => present[index]!)
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

function comparison(criteria: readonly SortCriterion[], columns: readonly Values[]): (a: number, b: number) => number {
  const signs = criteria.map(({ reverse }) => (reverse ? -1 : 1))
  return (a, b) => {
    for (let index = 0; index < columns.length; index++) {
      const column = columns[index]!
      const [left, right] = [column[a]!, column[b]!]
      if (left !== right) return left < right ? -signs[index]! : signs[index]!
    }
    return a - b
  }
}

function firstAddress(addresses: readonly Address[] | undefined): Address | undefined {
  const first = addresses?.[0]
  return first?.group ? (firstAddress(first.group) ?? first) : first
}

/** RFC 5256 §3: the local part of the first address; a group counts by its name. */
function mailboxPart(addresses: readonly Address[] | undefined): string {
  const first = firstAddress(addresses)
  if (!first) return ''
  return casemapOrder(first.address === '' ? first.name : first.address.replace(/@[^@]*$/, ''))
}

/** RFC 5957 §3: the display name of the first address, else the address itself. */
function displayed(addresses: readonly Address[] | undefined): string {
  const first = firstAddress(addresses)
  return casemapOrder(first?.name || first?.address || '')
}
