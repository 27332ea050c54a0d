import type { AddressBookStore, BookReader, KeptCard } from '#lib/address-book/store/address-book-store.ts'
import type { OutsideBook, OutsideBookStore, WholeLink } from '#lib/address-book/outside/outside-book-store.ts'
import type { RemoteBookClient } from '#lib/dav/client/remote-book.ts'
import { isGatewayError, type GatewayFailure } from '#lib/mail/gateway-error.ts'

/** One book that is being synchronised. */
export interface SyncJob {
  readonly store: AddressBookStore
  readonly outside: OutsideBookStore
  readonly who: BookReader
  readonly book: OutsideBook
  readonly client: RemoteBookClient
  /** Called before each exchange with the server: throws when the time is over. */
  readonly pulse: () => Promise<void>
  /** The person has said that many cards may go here because they are gone there. */
  readonly mayRemoveMany: boolean
  /** What the server did not take before is told again. */
  readonly tellsAgain: boolean
}

/** Why a card could not be taken from there, or told there. */
export type CardProblem = 'unreadable' | 'too-large' | 'double' | 'no-room' | 'read-only' | 'rejected'

/** The card here; undefined where there is none. */
export async function cardHere({ store, who, book }: SyncJob, id: string): Promise<KeptCard | undefined> {
  if (id === '') return undefined
  return store.card(who, { book: book.book, id }).catch((error: unknown) => {
    if (failureOf(error) === 'no-such-contact') return undefined
    throw error
  })
}

/** Begins what stands for the address of a card that the server has not taken. */
export const NOWHERE = 'nowhere:'

export function failureOf(error: unknown): GatewayFailure | undefined {
  return isGatewayError(error) ? error.failure : undefined
}

/** Both sides have this now. */
export function agreedOn(href: string, etag: string, { id, etag: local, card }: Pick<KeptCard, 'id' | 'etag' | 'card'>): WholeLink {
  return { href, card: id, etag, local, problem: '', agreed: card, theirs: undefined, conflict: undefined }
}

export function noted(href: string, { card, etag }: { readonly card: string; readonly etag: string }, problem: CardProblem): WholeLink {
  return { href, card, etag, local: '', problem, agreed: undefined, theirs: undefined, conflict: undefined }
}
