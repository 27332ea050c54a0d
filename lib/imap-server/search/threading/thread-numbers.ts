import type { Mailbox, MessageFields } from '#lib/mail-store/mail-store.ts'
import { normalizedId, referredIds } from '#lib/mail-store/numbers/linked-ids.ts'
import { pickedFrom, placesOf, REPLY, type ThreadNumbers } from '#lib/mail-store/numbers/message-numbers.ts'
import type { Uid } from '#lib/mail/uid.ts'
import { isReplyOrForward } from '#lib/mime/base-subject.ts'
import { inTurns } from '../in-turns.ts'

const FIELDS = ['internalDate', 'sentDate', 'baseSubject', 'subject', 'messageId', 'references', 'inReplyTo'] as const

/** What the threads of these ascending UIDs are made from; those that have gone are not among them. */
export async function readThreadNumbers(mailbox: Pick<Mailbox, 'fields' | 'threadNumbers'>, uids: readonly Uid[], needsArrival: boolean): Promise<ThreadNumbers> {
  const known = await mailbox.threadNumbers(uids, needsArrival)
  const places = known && placesOf(known.uids, uids)
  if (known) return places ? only(known, places) : known
  const table = new NumberTable()
  for await (const batch of inTurns(mailbox.fields(uids, FIELDS))) for (const message of batch) table.add(message)
  return table.numbers()
}

/** Of the messages at these places alone; ids of others stay what they are. */
function only({ uids, dates, arrived, subjects, subjectCount, ids, references, ends, idCount }: ThreadNumbers, places: Uint32Array): ThreadNumbers {
  const [kept, keptEnds] = [[] as number[], new Uint32Array(places.length)]
  for (let index = 0; index < places.length; index++) {
    const at = places[index]!
    for (let next = at === 0 ? 0 : ends[at - 1]!; next < ends[at]!; next++) kept.push(references[next]!)
    keptEnds[index] = kept.length
  }
  return {
    uids: places.map((at) => uids[at]!),
    dates: pickedFrom(dates, places),
    arrived: pickedFrom(arrived, places),
    subjects: pickedFrom(subjects, places),
    subjectCount,
    ids: places.map((at) => ids[at]!),
    references: Uint32Array.from(kept),
    ends: keptEnds,
    idCount,
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
      subjectCount: this.#knownSubjects.size,
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
