import { randomUUID } from 'node:crypto'

/** What a server has acknowledged, over whatever protocol, and what was found of it. */
export class AcknowledgedLedger {
  readonly faults: string[] = []
  readonly #tried = new Set<string>()
  /** Messages that were acknowledged, with the UID where one was named. */
  readonly #acknowledged = new Map<string, number | undefined>()
  /** Which message each UID has ever been. */
  readonly #uids = new Map<number, string>()
  #uidValidity: string | undefined

  get acknowledged(): number {
    return this.#acknowledged.size
  }

  /** A message of its own, whose octets prove themselves. */
  next(lines: number): { readonly id: string; readonly octets: Buffer } {
    const id = randomUUID()
    this.#tried.add(id)
    return { id, octets: contentOf(id, lines) }
  }

  acknowledge(id: string, uid?: number): void {
    this.#acknowledged.set(id, uid)
  }

  /** Compares with everything that there is now: the value of UIDVALIDITY, UIDNEXT, and each message whole. */
  compare({ uidValidity, uidNext, messages }: { readonly uidValidity: string; readonly uidNext: number; readonly messages: ReadonlyMap<number, Buffer> }): void {
    this.#uidValidity ??= uidValidity
    if (uidValidity !== this.#uidValidity) this.faults.push('UIDVALIDITY has changed')
    const found = new Map<string, number>()
    for (const [uid, octets] of messages) {
      const [, id = '', lines = '0'] = /^Subject: (\S+) (\d+)\r$/m.exec(octets.toString('latin1')) ?? []
      if (uid >= uidNext) this.faults.push(`UID ${uid} is not below UIDNEXT`)
      if (!this.#tried.has(id)) this.faults.push(`UID ${uid} was never sent`)
      if (found.has(id)) this.faults.push(`${id} is there twice`)
      // Delivery puts lines of its own in front.
      if (!octets.subarray(-contentOf(id, Number(lines)).length).equals(contentOf(id, Number(lines)))) this.faults.push(`UID ${uid} is damaged`)
      if ((this.#uids.get(uid) ?? id) !== id) this.faults.push(`UID ${uid} was used twice`)
      this.#uids.set(uid, id)
      found.set(id, uid)
    }
    for (const [id, uid] of this.#acknowledged) {
      const now = found.get(id)
      if (now === undefined) this.faults.push(`${id} was acknowledged and is lost`)
      else if (uid !== undefined && uid !== now) this.faults.push(`${id} has another UID`)
      this.#acknowledged.set(id, now)
    }
    for (const [uid, id] of this.#uids) if (found.get(id) !== uid) this.faults.push(`UID ${uid} was there and has gone`)
  }
}

function contentOf(id: string, lines: number): Buffer {
  return Buffer.from(`Subject: ${id} ${lines}\r\n\r\n${`${id}\r\n`.repeat(lines)}`)
}
