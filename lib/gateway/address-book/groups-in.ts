import type { Book, CardRow } from '#lib/mail/contacts/book.ts'
import type { ContactsOf } from './contacts-of.ts'

/** Groups that a list offers. */
const MOST_GROUPS = 100

/** The groups of a book by name; of very many the first. */
export function groupsIn({ store, who }: ContactsOf, { id }: Pick<Book, 'id'>): Promise<readonly CardRow[]> {
  return store.groups(who, id, MOST_GROUPS)
}
