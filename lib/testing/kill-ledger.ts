import type { Mailbox } from '#lib/mail-store/mail-store.ts'
import { ledgerContent, type ChildLine } from './kill-child.ts'

/** What is known of one message from what the child said. */
interface Entry {
  /** The append was acknowledged, or the message was found. */
  isKept: boolean
  /** Found or named under this place; where it must be unless a move was tried. */
  place: string | undefined
  isExpungeTried: boolean
  isExpunged: boolean
  isMoveTried: boolean
  isFlagged: boolean
  /** The ids that were appended together. */
  readonly together: readonly string[]
}

/** What a killed process acknowledged, compared with what is found. */
export class KillLedger {
  readonly faults: string[] = []
  acknowledged = 0
  readonly #entries = new Map<string, Entry>()
  /** Which message each `mailbox uid` has ever been. */
  readonly #uids = new Map<string, string>()
  readonly #validities = new Map<string, number>()
  readonly #found = new Map<string, string[]>()
  readonly #flagged = new Set<string>()

  note(line: ChildLine): void {
    if (line[0] === 'ready') return
    const [step, operation, ids] = line
    if (step === 'try' && operation === 'append') for (const id of ids) this.#entries.set(id, newEntry(ids))
    for (const [index, id] of ids.entries()) {
      const entry = this.#entries.get(id)
      if (!entry) continue
      if (operation === 'expunge') entry[step === 'try' ? 'isExpungeTried' : 'isExpunged'] = true
      if (operation === 'move' && step === 'try') entry.isMoveTried = true
      if (operation === 'flag' && step === 'done') entry.isFlagged = true
      if (step === 'done' && (operation === 'append' || operation === 'move')) {
        const uid = (line as readonly ['done', 'append', readonly string[], readonly number[]])[3][index]
        this.#hold(entry, id, `${operation === 'append' ? 'INBOX' : 'Other'} ${uid}`)
        if (operation === 'append') this.acknowledged++
        else entry.isMoveTried = false
      }
    }
  }

  /** Takes in everything that the mailbox holds. */
  async read(mailbox: Mailbox): Promise<void> {
    const { uidNext } = await mailbox.status()
    const known = this.#validities.get(mailbox.name) ?? mailbox.uidValidity
    if (known !== mailbox.uidValidity) this.faults.push(`${mailbox.name} has another UIDVALIDITY`)
    this.#validities.set(mailbox.name, known)
    for await (const batch of mailbox.messages(await mailbox.uids(), ['header'])) {
      for (const { uid, flags, header } of batch) {
        const [, id = '', length] = /^Subject: (\S+) (\d+)/.exec(Buffer.from(header ?? []).toString('latin1')) ?? []
        const place = `${mailbox.name} ${uid}`
        this.#name(place, id)
        this.#found.set(id, [...(this.#found.get(id) ?? []), place])
        if (flags.includes('\\Flagged')) this.#flagged.add(id)
        if (uid >= uidNext) this.faults.push(`${place} is not below UIDNEXT`)
        if (!Buffer.concat(await Array.fromAsync(mailbox.content(uid))).equals(ledgerContent(id, Number(length)))) this.faults.push(`${place} is damaged`)
      }
    }
  }

  /** Compares, and takes what was found as the truth from now on. */
  settle(): void {
    for (const id of this.#found.keys()) if (!this.#entries.has(id)) this.faults.push(`${id} was never sent`)
    for (const [id, entry] of this.#entries) {
      const places = this.#found.get(id) ?? []
      const fault = faultOf(entry, places, this.#flagged.has(id))
      if (fault) this.faults.push(`${id} ${fault}`)
      const halves = entry.together.filter((other) => this.#entries.get(other)?.isKept || this.#found.has(other)).length
      if (!entry.isKept && halves !== 0 && halves !== entry.together.length) this.faults.push(`${id} came without its companions`)
    }
    this.#takeAsTruth()
  }

  #takeAsTruth(): void {
    for (const [id, entry] of this.#entries) {
      const [place] = this.#found.get(id) ?? []
      if (place === undefined && !entry.isKept) this.#entries.delete(id)
      else if (place === undefined) entry.isExpunged = true
      else this.#hold(entry, id, place)
      entry.isMoveTried = entry.isExpungeTried = false
    }
    this.#found.clear()
    this.#flagged.clear()
  }

  #hold(entry: Entry, id: string, place: string): void {
    entry.isKept = true
    entry.place = place
    this.#name(place, id)
  }

  #name(place: string, id: string): void {
    const before = this.#uids.get(place)
    if (before !== undefined && before !== id) this.faults.push(`${place} was used twice`)
    this.#uids.set(place, id)
  }
}

function newEntry(together: readonly string[]): Entry {
  return { isKept: false, place: undefined, isExpungeTried: false, isExpunged: false, isMoveTried: false, isFlagged: false, together }
}

function faultOf(entry: Entry, places: readonly string[], isFlagged: boolean): string | undefined {
  if (places.length > 1) return 'is there twice'
  const [place] = places
  if (entry.isExpunged) return place === undefined ? undefined : 'came back after it was expunged'
  if (place === undefined) return entry.isKept && !entry.isExpungeTried ? 'was acknowledged and is lost' : undefined
  if (entry.place !== undefined && place !== entry.place && !entry.isMoveTried) return 'has another UID'
  return entry.isFlagged && !isFlagged ? 'has lost an acknowledged flag' : undefined
}
