import type { KeptCard } from '#lib/address-book/store/address-book-store.ts'
import { addressesOf } from '#lib/mail/contacts/card.ts'
import { uidKey } from '#lib/mail/contacts/uid.ts'
import { membersOf } from '#lib/mail/contacts/members.ts'
import type { ContactsOf } from './contacts-of.ts'

/** Addresses that one group stands for at most, and groups inside it that are looked into. */
export const MOST_EXPANDED = 500
export const MOST_GROUPS = 50

export interface Expanded {
  readonly recipients: readonly { readonly name: string; readonly address: string }[]
  /** Members whose card is not in the book any more, or has no address. */
  readonly missing: number
  /** More addresses or groups than are looked at. */
  readonly isCut: boolean
}

/** Everybody in a group in the order of its members, then those in groups inside it each address once. A group inside itself adds nobody. */
export async function expandGroup({ store, who }: ContactsOf, group: KeptCard): Promise<Expanded> {
  const found = new Found(group)
  for (let groups = 0; groups < MOST_GROUPS; groups++) {
    const next = found.next()
    if (!next || found.recipients.size > MOST_EXPANDED) break
    const members = membersOf(next.card)
    const uids = [...new Set(members.flatMap((member) => ('uid' in member ? [uidKey(member.uid)] : [])))].slice(0, MOST_EXPANDED * 2)
    const cards = new Map((await store.cardsByUid(who, group.book, uids)).map((card) => [card.uid, card]))
    found.missing += uids.length - cards.size
    for (const member of members) {
      const card = 'uid' in member ? cards.get(uidKey(member.uid)) : undefined
      if ('address' in member) found.addAddress('', member.address)
      else if (card) found.addCard(card)
    }
  }
  return found.result()
}

class Found {
  readonly recipients = new Map<string, { readonly name: string; readonly address: string }>()
  missing = 0
  readonly #waiting: KeptCard[]
  readonly #seen: Set<string>

  constructor(group: KeptCard) {
    this.#waiting = [group]
    this.#seen = new Set([group.uid])
  }

  next(): KeptCard | undefined {
    return this.#waiting.shift()
  }

  addAddress(name: string, address: string): void {
    const key = address.toLowerCase()
    if (!this.recipients.has(key)) this.recipients.set(key, { name, address })
  }

  addCard(card: KeptCard): void {
    if (card.kind === 'group') {
      if (!this.#seen.has(card.uid)) this.#waiting.push(card)
      this.#seen.add(card.uid)
      return
    }
    const [address] = addressesOf(card.card)
    if (address === undefined) this.missing += 1
    else this.addAddress(card.name === address ? '' : card.name, address)
  }

  result(): Expanded {
    const isCut = this.#waiting.length > 0 || this.recipients.size > MOST_EXPANDED
    return { recipients: [...this.recipients.values()].slice(0, MOST_EXPANDED), missing: this.missing, isCut }
  }
}
