import { isBelow } from './mailbox-name.ts'
import { StoreProblem, type QuotaLimits, type QuotaRoot } from './mail-store.ts'

/** Octets promised to messages on their way in, so that deliveries racing each other never pass the limit together. */
export class QuotaLedger {
  #reserved = 0

  /** Promises `size` octets more, or throws StoreProblem 'over-quota'. Whoever reserves releases. */
  reserve(size: number, used: number, limit: number | undefined): void {
    if (limit !== undefined && used + this.#reserved + size > limit) throw new StoreProblem('over-quota')
    this.#reserved += size
  }

  release(size: number): void {
    this.#reserved -= size
  }
}

/** Throws StoreProblem 'over-quota' when `more` messages beside those that count there would be too many. */
export function requireMessageRoom(room: QuotaRoom, more: number): void {
  const { messages } = room.limits
  if (messages !== undefined && more > 0 && room.count() + more > messages) throw new StoreProblem('over-quota')
}

/** Promises room for so many octets more until the returned function is called. Throws StoreProblem 'over-quota'. */
export function reserveRoom({ ledger, limits, size }: QuotaRoom, octets: number): () => void {
  ledger.reserve(octets, limits.storage === undefined ? 0 : size(), limits.storage)
  return () => ledger.release(octets)
}

/** A quota root as messages on their way into a mailbox meet it, with the limits of the moment at which it was asked for. */
export interface QuotaRoom {
  readonly limits: QuotaLimits
  /** One for each root. */
  readonly ledger: QuotaLedger
  /** Octets of the messages that count in it now. */
  size(): number
  /** How many they are. */
  count(): number
}

/** The quota root of that name, without the limits that there are not. */
export function quotaRoot(name: string, { size, messages }: Usage, limits: QuotaLimits): QuotaRoot {
  const shown = (used: number, limit: number | undefined): { used: number; limit?: number } => (limit === undefined ? { used } : { used, limit })
  return { name, storage: shown(size, limits.storage), messages: shown(messages, limits.messages) }
}

/** What the mailboxes that count in a root hold together. */
export interface Usage {
  /** Octets. */
  readonly size: number
  readonly messages: number
}

/** The nearest of the roots at or above a mailbox of that name; undefined where none is, so that it counts in the account's own. */
export function nearestRoot<Root extends { readonly name: string }>(roots: readonly Root[], name: string): Root | undefined {
  return roots.filter((root) => name === root.name || isBelow(name, root.name)).sort((a, b) => b.name.length - a.name.length)[0]
}

/** Throws StoreProblem 'over-quota' where a root holds more than before, and more than it may. */
export function requireSmaller(after: Usage, before: Usage, { storage, messages }: QuotaLimits): void {
  const isBeyond = (now: number, then: number, limit: number | undefined): boolean => limit !== undefined && now > then && now > limit
  if (isBeyond(after.size, before.size, storage) || isBeyond(after.messages, before.messages, messages)) throw new StoreProblem('over-quota')
}
