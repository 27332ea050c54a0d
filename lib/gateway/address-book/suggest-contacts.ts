import type { Book } from '#lib/mail/contacts/book.ts'
import type { SuggestionAnswer } from '#lib/mail/directory/suggestion.ts'
import { formatAddresses } from '#lib/mime/addresses.ts'
import type { ContactsOf } from './contacts-of.ts'
import { expandGroup } from './expand-group.ts'

export const MOST_SUGGESTED = 10

/** Whom the words typed so far may mean, in all books: first those written to often and lately. */
export async function suggestContacts(of: ContactsOf, text: string, titleOf: (book: Book) => string): Promise<Pick<SuggestionAnswer, 'suggestions' | 'more'>> {
  const { store, who } = of
  const [found, books] = await Promise.all([store.suggest(who, text, MOST_SUGGESTED + 1), store.books(who)])
  const titles = new Map(books.map((book) => [book.id, titleOf(book)]))
  const suggestions = await Promise.all(found.slice(0, MOST_SUGGESTED).map(async ({ name, address, book, card, isGroup }) => {
    const recipients = isGroup ? (await expandGroup(of, await store.card(who, { book, id: card }))).recipients : [{ name: name === address ? '' : name, address }]
    return { name, address, written: formatAddresses(recipients), detail: '', isGroup, source: titles.get(book) ?? '' }
  }))
  return { suggestions, more: found.length > MOST_SUGGESTED }
}
