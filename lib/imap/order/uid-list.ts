import { GatewayError } from '#lib/mail/gateway-error.ts'
import { isToken, textOf, type Value } from '../command.ts'

/** Stops a server that answers with more than any mailbox holds: 64 MiB of UIDs. */
const LIST_LIMIT = 16 * 1024 * 1024

/** UIDs as a server names them, in its order. Throws GatewayError 'too-large' for more than 16,777,216. */
export class UidList {
  #uids = new Uint32Array(256)
  #length = 0

  add(uid: number | undefined): void {
    if (uid === undefined || uid < 1 || uid > 0xffffffff) return
    if (this.#length === this.#uids.length) {
      if (this.#length >= LIST_LIMIT) throw new GatewayError('too-large', 'the result of the search')
      const larger = new Uint32Array(this.#uids.length * 4)
      larger.set(this.#uids)
      this.#uids = larger
    }
    this.#uids[this.#length++] = uid
  }

  /** A sequence set whose order counts: `5,3:1` is 5, 3, 2, 1 (RFC 5267 §3). */
  addSet(set: string): void {
    for (const range of set.split(',')) {
      const [first, last = first] = range.split(':').map(Number)
      if (first === undefined || last === undefined || !Number.isInteger(first) || !Number.isInteger(last)) continue
      const step = first <= last ? 1 : -1
      for (let uid = first; uid !== last + step; uid += step) this.add(uid)
    }
  }

  toArray(): Uint32Array {
    return this.#uids.slice(0, this.#length)
  }
}

/** What stands behind that word in `(TAG "x") UID COUNT 17 ALL 1:3,5`. */
export function behind(attributes: readonly Value[], word: string): Value | undefined {
  const at = attributes.findIndex((value) => isToken(value) && textOf(value)?.toUpperCase() === word)
  return at === -1 ? undefined : attributes[at + 1]
}
