import { formatAddresses } from '#lib/mime/addresses.ts'
import type { ContactsOf } from './contacts-of.ts'
import { expandGroup } from './expand-group.ts'

/** Somebody to write to, as typing offers them. */
export interface SuggestedContact {
  readonly name: string
  /** '' for a group, which `write` spells out. */
  readonly address: string
  /** The title of the book; '' for the books that everybody has. */
  readonly source: string
  /** What an address field becomes. */
  readonly write: string
  readonly isGroup: boolean
}

export const MOST_SUGGESTED = 10

/** Whom the words typed so far may mean, in all books: first those written to often and lately. */
export async function suggestContacts(of: ContactsOf, text: string): Promise<readonly SuggestedContact[]> {
  const { store, who } = of
  const [found, books] = await Promise.all([store.suggest(who, text, MOST_SUGGESTED), store.books(who)])
  const titles = new Map(books.map(({ id, title }) => [id, title]))
  return Promise.all(found.map(async ({ name, address, book, card, isGroup }) => {
    const recipients = isGroup ? (await expandGroup(of, await store.card(who, { book, id: card }))).recipients : [{ name: name === address ? '' : name, address }]
    return { name, address, source: titles.get(book) ?? '', write: formatAddresses(recipients), isGroup }
  }))
}
