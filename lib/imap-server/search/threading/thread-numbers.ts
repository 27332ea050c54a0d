import type { Mailbox, MessageFields } from '#lib/mail-store/mail-store.ts'
import { normalizedId, referredIds } from '#lib/mail-store/numbers/linked-ids.ts'
import { REPLY, type ThreadNumbers } from '#lib/mail-store/numbers/message-numbers.ts'
import type { Uid } from '#lib/mail/uid.ts'
import { isReplyOrForward } from '#lib/mime/base-subject.ts'
import { inTurns, type Turns } from '../in-turns.ts'

const FIELDS = ['internalDate', 'sentDate', 'baseSubject', 'subject', 'messageId', 'references', 'inReplyTo'] as const

/** What the threads of these ascending UIDs are made from; those that have gone are not among them. */
export async function readThreadNumbers(mailbox: Pick<Mailbox, 'fields' | 'threadNumbers'>, { uids, needsArrival }: { readonly uids: readonly Uid[]; readonly needsArrival: boolean }, turns: Turns): Promise<ThreadNumbers> {
  const known = await mailbox.threadNumbers(uids, needsArrival)
  if (known) return isAll(known.uids, uids) ? known : only(known, uids, turns)
  const table = new NumberTable()
  for await (const batch of inTurns(mailbox.fields(uids, FIELDS))) for (const message of batch) table.add(message)
  return table.numbers()
}

function isAll(known: Uint32Array, uids: readonly Uid[]): boolean {
  return known.length === uids.length && uids.every((uid, at) => uid === known[at])
}

/** Of these messages alone; ids of others stay what they are. */
async function only(all: ThreadNumbers, uids: readonly Uid[], turns: Turns): Promise<ThreadNumbers> {
  const wanted = new Set<number>(uids)
  const [places, references, ends] = [[] as number[], [] as number[], [] as number[]]
  await turns.through(all.uids.length, (start, end) => {
    for (let at = start; at < end; at++) {
      if (!wanted.has(all.uids[at]!)) continue
      places.push(at)
      for (let next = all.ends[at - 1] ?? 0; next < all.ends[at]!; next++) references.push(all.references[next]!)
      ends.push(references.length)
    }
  })
  return {
    uids: Uint32Array.from(places, (at) => all.uids[at]!),
    dates: Float64Array.from(places, (at) => all.dates[at]!),
    arrived: Float64Array.from(places, (at) => all.arrived[at]!),
    subjects: Float64Array.from(places, (at) => all.subjects[at]!),
    ids: Uint32Array.from(places, (at) => all.ids[at]!),
    references: Uint32Array.from(references),
    ends: Uint32Array.from(ends),
    idCount: all.idCount,
  }
}

/** Gives the texts of messages their numbers. */
class NumberTable {
  readonly #uids: number[] = []
  readonly #dates: number[] = []
  readonly #arrived: number[] = []
  readonly #subjects: number[] = []
  readonly #ids: number[] = []
  readonly #references: number[] = []
  readonly #ends: number[] = []
  readonly #knownIds = new Map<string, number>()
  readonly #knownSubjects = new Map<string, number>()

  add(message: MessageFields<(typeof FIELDS)[number]>): void {
    const { uid, internalDate, sentDate, baseSubject = '', subject = '', messageId = '' } = message
    this.#uids.push(uid)
    this.#dates.push(sentDate ?? internalDate)
    this.#arrived.push(internalDate)
    this.#subjects.push(numberOf(this.#knownSubjects, baseSubject) + (isReplyOrForward(subject) ? REPLY : 0))
    this.#ids.push(numberOf(this.#knownIds, normalizedId(messageId)))
    for (const id of referredIds(message)) this.#references.push(numberOf(this.#knownIds, id))
    this.#ends.push(this.#references.length)
  }

  numbers(): ThreadNumbers {
    return {
      uids: Uint32Array.from(this.#uids),
      dates: Float64Array.from(this.#dates),
      arrived: Float64Array.from(this.#arrived),
      subjects: Float64Array.from(this.#subjects),
      ids: Uint32Array.from(this.#ids),
      references: Uint32Array.from(this.#references),
      ends: Uint32Array.from(this.#ends),
      idCount: this.#knownIds.size,
    }
  }
}

function numberOf(known: Map<string, number>, text: string): number {
  if (text === '') return 0
  const number = known.get(text)
  if (number !== undefined) return number
  known.set(text, known.size + 1)
  return known.size
}
